/// Checks a product in the time of three matrix–vector products (Freivalds 1979).
///
/// It is a filter: what it lets pass may still be wrong by less than it can see. The random vector
/// must be drawn after the product is committed to.
package enum Freivalds {
  /// What the check of a float32 product saw.
  package struct Outcome: Equatable, Sendable {
    /// Whether every row is within what rounding explains.
    package let passes: Bool
    /// The first row that is not.
    package let suspectRow: Int?
    /// A change of one element by more than this would have been seen, whatever the rounding.
    package let certifiedPerturbation: Double
  }

  /// Compares A·(B·r) with C·r in float64, row by row, r made of −1 and +1.
  ///
  /// A row may differ by γ·(|A||B||r| + |C||r|) with γ = (K + N)·2⁻²⁴, K the depth and N the columns.
  ///
  /// - Parameter signs: one for each column of C; true for −1.
  /// - Throws: `.mismatch`, `.dimensions`, `.span` for operands that do not fit.
  package static func check(
    _ left: Span<Float>, _ leftLayout: Layout, _ right: Span<Float>, _ rightLayout: Layout,
    product: Span<Float>, _ productLayout: Layout, signs: [Bool]
  ) throws(KernelError) -> Outcome {
    try leftLayout.check("left", count: left.count)
    try rightLayout.check("right", count: right.count)
    try productLayout.check("product", count: product.count)
    guard leftLayout.columns == rightLayout.rows, productLayout.rows == leftLayout.rows,
      productLayout.columns == rightLayout.columns, signs.count == productLayout.columns
    else {
      throw KernelError(
        .mismatch, "product", "\(productLayout) with \(signs.count) signs",
        expected: "\(leftLayout.rows) × \(rightLayout.columns), and a sign for each column")
    }
    let vector = signs.map { $0 ? -1.0 : 1.0 }
    let ones = [Double](repeating: 1, count: vector.count)
    let folded = (0..<rightLayout.rows).map { dot(right, rightLayout, row: $0, vector) }
    let foldedSize = (0..<rightLayout.rows).map { size(right, rightLayout, row: $0, ones) }
    let gamma = Double(leftLayout.columns + productLayout.columns) * 0x1p-24
    var suspect: Int?
    var largest = 0.0
    for row in 0..<productLayout.rows {
      let difference =
        dot(left, leftLayout, row: row, folded) - dot(product, productLayout, row: row, vector)
      let tolerance =
        gamma
        * (size(left, leftLayout, row: row, foldedSize)
          + size(product, productLayout, row: row, ones))
      largest = max(largest, 2 * tolerance)
      // Written so that a NaN does not pass.
      if !(difference.magnitude <= tolerance), suspect == nil { suspect = row }
    }
    return Outcome(
      passes: suspect == nil, suspectRow: suspect, certifiedPerturbation: largest)
  }

  private static func dot(
    _ matrix: Span<Float>, _ layout: Layout, row: Int, _ vector: [Double]
  ) -> Double {
    var sum = 0.0
    for column in 0..<layout.columns {
      sum += Double(matrix[row * layout.rowStride + column * layout.columnStride]) * vector[column]
    }
    return sum
  }

  private static func size(
    _ matrix: Span<Float>, _ layout: Layout, row: Int, _ vector: [Double]
  ) -> Double {
    var sum = 0.0
    for column in 0..<layout.columns {
      let element = matrix[row * layout.rowStride + column * layout.columnStride]
      sum += Double(element.magnitude) * vector[column]
    }
    return sum
  }
}
