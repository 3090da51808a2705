/// What the chains of a product start from.
@usableFromInline
package enum ChainStart: @unchecked Sendable {
  // The row belongs to the caller of the engine's product, who keeps it until that ends.

  /// Zero: C = A·B.
  case zero
  /// What is in C: C += A·B.
  case target
  /// One row, for every row of C alike.
  case row(UnsafePointer<Float>)

  /// Whether chains start from zero.
  @inlinable
  package var isZero: Bool { if case .zero = self { true } else { false } }

  /// The same for the columns from `column` on.
  package func from(column: Int) -> ChainStart {
    if case .row(let row) = self { .row(row + column) } else { self }
  }
}
