import Microkernels

/// A checked product over raw memory: C = A·B, or C += A·B.
struct Product: @unchecked Sendable {
  // The memory belongs to the caller of the engine, who keeps it until the call returns; threads
  // write disjoint parts of the target.
  var left: UnsafePointer<Float>
  var leftLayout: Layout
  var right: UnsafePointer<Float>
  var rightLayout: Layout
  var target: UnsafeMutablePointer<Float>
  var targetLayout: Layout
  var accumulates: Bool

  var rows: Int { targetLayout.rows }
  var columns: Int { targetLayout.columns }
  var depth: Int { leftLayout.columns }

  /// Whether the target's rows are contiguous.
  var isRowMajor: Bool { targetLayout.columnStride == 1 || columns <= 1 }

  /// Whether this is a matrix times a column, which is a row times the transpose: with as many lanes at
  /// work as there are rows.
  var suitsTurning: Bool {
    columns == 1 && rows > 1 && targetLayout.rowStride == 1 && leftLayout.columnStride == 1
  }

  /// The same product from the other side, for a target whose columns are contiguous: Cᵀ = Bᵀ·Aᵀ has the same chains,
  /// since the factors of a multiplication may be exchanged.
  var turned: Product {
    Product(
      left: right, leftLayout: rightLayout.transposed, right: left,
      rightLayout: leftLayout.transposed, target: target, targetLayout: targetLayout.transposed,
      accumulates: accumulates)
  }

  func leftStart(row: Int, step: Int) -> UnsafePointer<Float> {
    left + row * leftLayout.rowStride + step * leftLayout.columnStride
  }

  func targetStart(row: Int, column: Int) -> UnsafeMutablePointer<Float> {
    target + row * targetLayout.rowStride + column
  }

  /// Multiplications and additions.
  var operations: Double { 2 * Double(rows) * Double(columns) * Double(depth) }

  /// Whether packing costs more than it gains: B has contiguous rows and is small, and so is A, or
  /// there is nothing to multiply at all.
  var suitsDirect: Bool {
    if depth == 0 { return true }
    guard rightLayout.columnStride == 1 || columns == 1 else { return false }
    return ProductBlock.suitsDirect(rows, columns, depth)
  }
}
