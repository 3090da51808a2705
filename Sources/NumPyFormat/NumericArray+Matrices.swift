extension NumericArray {
  /// One matrix, or several of one shape.
  package struct Matrices: Equatable, Sendable {
    /// How many, for three dimensions; nil for the one matrix that two dimensions are.
    package let batch: Int?
    package let rows: Int
    package let columns: Int

    package init(batch: Int?, rows: Int, columns: Int) {
      self.batch = batch
      self.rows = rows
      self.columns = columns
    }
  }

  /// This array as matrices of one of `types`.
  ///
  /// - Throws: `.elementType` or `.dimensions` for any other array.
  package func matrices(of types: [ElementType]) throws(NumPyFormatError) -> Matrices {
    guard types.contains(type) else {
      let names = types.map { "'\($0.rawValue)' (\($0.name))" }.joined(separator: " or ")
      throw NumPyFormatError(
        .elementType, "descr", "'\(type.rawValue)'", expected: names,
        mend: "save a.astype('\(types.first?.name ?? "")')")
    }
    let sizes = shape.dimensions
    guard (2...3).contains(sizes.count) else {
      throw NumPyFormatError(
        .dimensions, "shape", "\(shape)", expected: "two dimensions, or three for a batch",
        mend: "save a.reshape(rows, columns)")
    }
    return Matrices(
      batch: sizes.count == 3 ? sizes[0] : nil, rows: sizes[sizes.count - 2],
      columns: sizes[sizes.count - 1])
  }
}
