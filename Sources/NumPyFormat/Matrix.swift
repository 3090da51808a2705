/// A float32 matrix in row-major (C) order.
package struct Matrix: Equatable, Sendable {
  package var rows: Int { shape.dimensions[0] }
  package var columns: Int { shape.dimensions[1] }
  /// Rows and columns.
  let shape: Shape
  /// `rows × columns` values; element (i, j) is at `i × columns + j`.
  package let elements: [Float]

  /// Takes `elements` as they lie.
  ///
  /// - Throws: `.shape` if a dimension is negative or the number of elements is not their product.
  package init(rows: Int, columns: Int, elements: [Float]) throws(NumPyFormatError) {
    let shape = try Shape([rows, columns])
    guard shape.count == elements.count else {
      throw NumPyFormatError(
        .shape, "elements", "\(elements.count) values", expected: "\(shape.count) for \(shape)",
        mend: "give rows × columns values")
    }
    self.shape = shape
    self.elements = elements
  }
}
