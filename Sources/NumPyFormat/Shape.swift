/// The dimensions of an array, none negative, whose byte count as float32 fits an `Int`.
package struct Shape: Equatable, Sendable, CustomStringConvertible {
  package let dimensions: [Int]
  /// Product of the dimensions: the number of elements.
  package let count: Int

  /// - Throws: `.shape` for a negative dimension or a product that overflows.
  package init(_ dimensions: [Int]) throws(NumPyFormatError) {
    var count = 1
    for dimension in dimensions {
      let product = count.multipliedReportingOverflow(by: dimension)
      guard dimension >= 0, !product.overflow else { throw Self.refusal(of: dimensions) }
      count = product.partialValue
    }
    // The file's size in bytes is computed from this later, and must not overflow there.
    guard count <= Int.max / (2 * MemoryLayout<Float>.size) else {
      throw Self.refusal(of: dimensions)
    }
    self.dimensions = dimensions
    self.count = count
  }

  package var description: String { Self.python(dimensions) }

  private static func refusal(of dimensions: [Int]) -> NumPyFormatError {
    NumPyFormatError(
      .shape, "shape", python(dimensions),
      expected: "dimensions of zero or more whose product can be addressed",
      mend: "write the array again with numpy.save")
  }

  /// The tuple as Python prints it: `()`, `(3,)`, `(3, 4)`.
  private static func python(_ dimensions: [Int]) -> String {
    let list = dimensions.map(String.init).joined(separator: ", ")
    return dimensions.count == 1 ? "(\(list),)" : "(\(list))"
  }
}
