public import CVector

extension Microkernel {
  /// Copies `rows` rows of `count` floats, whose starts lie `stride` apart, so that they lie
  /// `targetStride` apart. A stride that is no power of two spreads the rows over the cache's sets.
  @inlinable @inline(__always)
  package static func copyRows<Width: Line>(
    _: Width.Type, from source: UnsafePointer<Float>, stride: Int, rows: Int, count: Int,
    to target: UnsafeMutablePointer<Float>, targetStride: Int
  ) {
    for row in 0..<rows {
      let from = source + row &* stride
      let to = target + row &* targetStride
      var done = 0
      while done &+ Width.count <= count {
        Width(loading: from + done).store(to: to + done)
        done &+= Width.count
      }
      while done < count {
        to[done] = from[done]
        done &+= 1
      }
    }
  }

  /// Cuts `depth` rows of a row-major B into panels of `Width.count` columns, each panel's rows one
  /// after the other; what the last panel has too many columns is zero.
  @inlinable @inline(__always)
  package static func packPanels<Width: Line>(
    _: Width.Type, from source: UnsafePointer<Float>, stride: Int, depth: Int, columns: Int,
    to target: UnsafeMutablePointer<Float>, panelStride: Int
  ) {
    let whole = columns / Width.count
    // A few rows at a time from left to right: that order the processor foresees, and it needs the
    // translation of few pages.
    var step = 0
    while step < depth {
      let rows = min(8, depth &- step)
      for panel in 0..<whole {
        copyRows(
          Width.self, from: source + step &* stride + panel &* Width.count, stride: stride,
          rows: rows, count: Width.count,
          to: target + panel &* panelStride + step &* Width.count, targetStride: Width.count)
      }
      step &+= rows
    }
    let rest = columns &- whole &* Width.count
    guard rest > 0 else { return }
    let last = target + whole &* panelStride
    for step in 0..<depth {
      let from = source + step &* stride + whole &* Width.count
      let to = last + step &* Width.count
      Width().store(to: to)
      for column in 0..<rest { to[column] = from[column] }
    }
  }

  /// The same for a B whose columns, not its rows, are contiguous: column j begins at
  /// `source[j × stride]`. Eight by eight elements are turned at a time.
  @inlinable @inline(__always)
  package static func packTransposed<Width: Line>(
    _: Width.Type, from source: UnsafePointer<Float>, stride: Int, depth: Int, columns: Int,
    to target: UnsafeMutablePointer<Float>, panelStride: Int
  ) {
    let padded = (columns &+ Width.count &- 1) / Width.count &* Width.count
    var column = 0
    while column < padded {
      let panel = column / Width.count
      let place = column &- panel &* Width.count
      let to = target + panel &* panelStride + place
      let count = max(0, min(8, columns &- column))
      // Beyond the last column there is nothing to read, nor an address to form.
      let from = count == 0 ? source : source + column &* stride
      var step = 0
      while count == 8 && step &+ 8 <= depth {
        assay_transpose8(from + step, stride, to + step &* Width.count, Width.count)
        step &+= 8
      }
      while step < depth {
        let row = to + step &* Width.count
        for index in 0..<count { row[index] = from[index &* stride &+ step] }
        for index in count..<8 { row[index] = 0 }
        step &+= 1
      }
      column &+= 8
    }
  }
}
