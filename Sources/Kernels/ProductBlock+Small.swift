import Linux
import Microkernels

/// Products that take less time than it takes to describe them.
extension ProductBlock {
  /// A row-major product that is small and right in every respect, found out with one look at all of
  /// it; nil for any other, for the general way to compute or to say what is wrong with it.
  @inline(__always)
  init?(
    small left: UnsafeBufferPointer<Float>, _ leftLayout: Layout,
    _ right: UnsafeBufferPointer<Float>, _ rightLayout: Layout,
    _ target: UnsafeMutableBufferPointer<Float>, _ targetLayout: Layout, accumulate: Bool,
    _ level: Level
  ) {
    let (rows, columns, depth) = (targetLayout.rows, targetLayout.columns, leftLayout.columns)
    // With no bit above the limit, none is negative either and no product below overflows.
    let bits = leftLayout.bits | rightLayout.bits | targetLayout.bits
    guard UInt(bitPattern: bits) < Self.smallLimit,
      leftLayout.rows == rows, rightLayout.rows == depth, rightLayout.columns == columns,
      rows > 0, depth > 0, rightLayout.columnStride == 1, targetLayout.columnStride == 1,
      targetLayout.rowStride >= columns, Self.suitsDirect(rows, columns, depth),
      Self.needsNoEdge(columns, level, accumulates: accumulate),
      leftLayout.last < left.count, rightLayout.last < right.count,
      targetLayout.last < target.count, let from = left.baseAddress, let by = right.baseAddress,
      let to = target.baseAddress, from >= to + target.count || from + left.count <= to,
      by >= to + target.count || by + right.count <= to, Processor.hasStandardArithmetic
    else { return nil }
    self.init(
      rows: rows, columns: columns, depth: depth, left: from, leftRow: leftLayout.rowStride,
      leftStep: leftLayout.columnStride, right: by, rightStep: rightLayout.rowStride,
      rightPanel: level.panelWidth, edge: nil, edgeStep: 0, target: to,
      targetRow: targetLayout.rowStride, continues: accumulate)
  }

  private static var smallLimit: UInt { 1 << 20 }

  /// Whether packing costs more than it gains: both factors stay in the second-level cache.
  @inline(__always)
  static func suitsDirect(_ rows: Int, _ columns: Int, _ depth: Int) -> Bool {
    depth &* columns <= 1 << 16 && rows &* depth <= 1 << 16
  }

  /// Whether whole vectors reach every column of an unpacked B.
  @inline(__always)
  static func needsNoEdge(_ columns: Int, _ level: Level, accumulates: Bool) -> Bool {
    let vector = level.panelWidth &>> 1
    // Vectors have a power of two lanes; a division would be the dearest of all these checks.
    return columns & (vector &- 1) == 0 || (columns >= vector && !accumulates)
  }
}

extension Layout {
  /// What any of the four numbers has a bit of.
  @inline(__always)
  fileprivate var bits: Int { rows | columns | rowStride | columnStride }

  /// Where the last element lies, of numbers that are small and a matrix that is not empty.
  @inline(__always)
  fileprivate var last: Int { (rows &- 1) &* rowStride &+ (columns &- 1) &* columnStride }
}
