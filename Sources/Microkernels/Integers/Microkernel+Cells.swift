extension Microkernel {
  /// Packs each row of a left-hand side into cells that lie one after the other; what the last cell
  /// has no number for is zero.
  @inlinable @inline(__always)
  package static func packCellRows<Format: CellFormat>(_: Format.Type, _ block: ByteBlock) {
    let cells = (block.columns &+ Format.perCell &- 1) / Format.perCell
    let whole = block.columns / Format.stretch &* Format.stretch
    let size = 4 / Format.perCell
    for row in 0..<block.rows {
      let source = block.source + row &* block.stride
      let target = UnsafeMutableRawPointer(block.target + row &* block.targetStride)
      var done = 0
      while done < whole {
        Format.pack(
          source + done, flip: block.flip, offset: block.offset, to: target + done &* size)
        done &+= Format.stretch
      }
      guard done < block.columns else { continue }
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Format.stretch &* (1 &+ size)) {
        guard let room = $0.baseAddress else { return }
        room.update(repeating: Format.absent(flip: block.flip), count: Format.stretch)
        room.update(from: source + done, count: block.columns &- done)
        let packed = room + Format.stretch
        Format.pack(room, flip: block.flip, offset: block.offset, to: packed)
        (target + done &* size).copyMemory(from: packed, byteCount: 4 &* cells &- done &* size)
      }
    }
  }

  /// Cuts a row-major right-hand side into panels of `width` columns of cells, each panel's rows of
  /// cells one after the other; what the last row and the last panel have too much is zero.
  @inlinable @inline(__always)
  package static func packCellPanels<Format: CellFormat>(
    _: Format.Type, width: Int, _ block: ByteBlock
  ) {
    let depth = (block.rows &+ Format.perCell &- 1) / Format.perCell
    let wholeDepth = block.rows / Format.perCell
    let wholeColumns = block.columns / Format.width &* Format.width
    let paddedColumns = (block.columns &+ width &- 1) / width &* width
    // A few rows at a time from left to right: that order the processor foresees, and it needs the
    // translation of few pages.
    var first = 0
    while first < wholeDepth {
      let last = min(wholeDepth, first &+ 4)
      var column = 0
      while column < wholeColumns {
        let panel = column / width
        let target = block.target + panel &* block.targetStride + (column &- panel &* width)
        for cell in first..<last {
          Format.interleave(
            block.source + cell &* Format.perCell &* block.stride + column, stride: block.stride,
            flip: block.flip, offset: block.offset, to: target + cell &* width)
        }
        column &+= Format.width
      }
      first = last
    }
    packCellEdge(Format.self, width: width, block, wholeColumns..<paddedColumns, 0..<wholeDepth)
    packCellEdge(Format.self, width: width, block, 0..<paddedColumns, wholeDepth..<depth)
  }

  /// Cells of which not all have numbers: these pass through a buffer, so that nothing beyond the
  /// matrix is read.
  @inlinable @inline(__always)
  static func packCellEdge<Format: CellFormat>(
    _: Format.Type, width: Int, _ block: ByteBlock, _ columns: Range<Int>, _ cells: Range<Int>
  ) {
    guard !columns.isEmpty, !cells.isEmpty else { return }
    let count = Format.perCell &* Format.width
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { buffer in
      guard let room = buffer.baseAddress else { return }
      for column in stride(from: columns.lowerBound, to: columns.upperBound, by: Format.width) {
        let panel = column / width
        let target = block.target + panel &* block.targetStride + (column &- panel &* width)
        let available = max(0, min(Format.width, block.columns &- column))
        for cell in cells {
          room.update(repeating: Format.absent(flip: block.flip), count: count)
          let row = cell &* Format.perCell
          for step in 0..<min(Format.perCell, block.rows &- row) where available > 0 {
            (room + step &* Format.width).update(
              from: block.source + (row &+ step) &* block.stride + column, count: available)
          }
          Format.interleave(
            room, stride: Format.width, flip: block.flip, offset: block.offset,
            to: target + cell &* width)
        }
      }
    }
  }

  /// Copies `rows` rows of `count` cells, whose starts lie `stride` apart, so that they lie
  /// `targetStride` apart, each of their signed bytes raised by 128.
  @inlinable @inline(__always)
  package static func raiseRows(
    from source: UnsafePointer<Float>, stride: Int, rows: Int, count: Int,
    to target: UnsafeMutablePointer<Float>, targetStride: Int
  ) {
    let block = ByteBlock(
      source: UnsafeRawPointer(source).assumingMemoryBound(to: UInt8.self), stride: 4 &* stride,
      rows: rows, columns: 4 &* count, flip: 0x80, offset: 0, target: target,
      targetStride: targetStride)
    packCellRows(QuadFormat.self, block)
  }
}
