extension Freivalds {
  /// Checks an int8 product exactly, modulo the prime 2⁶¹ − 1: a wrong product passes with a
  /// probability of at most 2⁻⁶⁰ over the random vector.
  ///
  /// All three matrices are row-major without gaps.
  ///
  /// - Parameter vector: one number for each column, uniform over the field; larger ones are reduced.
  /// - Returns: the first row that is wrong, or nil.
  /// - Throws: `.mismatch` or `.dimensions` for operands that do not fit.
  package static func firstWrongRow(
    _ left: Span<Int8>, _ right: Span<Int8>, product: Span<Int32>, rows: Int, columns: Int,
    depth: Int, vector: [UInt64]
  ) throws(KernelError) -> Int? {
    try Layout(rows: rows, columns: depth).check("left", count: left.count)
    try Layout(rows: depth, columns: columns).check("right", count: right.count)
    try Layout(rows: rows, columns: columns).check("product", count: product.count)
    guard vector.count == columns else {
      throw KernelError(
        .mismatch, "vector", "\(vector.count) numbers", expected: "\(columns), one a column")
    }
    let random = vector.map { Residue(reducing: $0) }
    let folded = (0..<depth).map { step in
      (0..<columns).reduce(Residue(0)) { sum, column in
        sum + Residue(Int64(right[step * columns + column])) * random[column]
      }
    }
    return (0..<rows).first { row in
      let claimed = (0..<columns).reduce(Residue(0)) { sum, column in
        sum + Residue(Int64(product[row * columns + column])) * random[column]
      }
      let computed = (0..<depth).reduce(Residue(0)) { sum, step in
        sum + Residue(Int64(left[row * depth + step])) * folded[step]
      }
      return claimed != computed
    }
  }
}

/// A number modulo 2⁶¹ − 1.
private struct Residue: Equatable {
  private static let modulus: UInt64 = 1 << 61 - 1

  private let value: UInt64

  init(reducing number: UInt64) {
    value = number % Self.modulus
  }

  /// A number whose magnitude is far below the modulus.
  init(_ number: Int64) {
    value = number < 0 ? Self.modulus - number.magnitude : UInt64(number)
  }

  static func + (first: Residue, second: Residue) -> Residue {
    Residue(reducing: first.value + second.value)
  }

  static func * (first: Residue, second: Residue) -> Residue {
    let product = first.value.multipliedFullWidth(by: second.value)
    // 2⁶¹ is 1, so that the bits above it are added to those below.
    let high = product.high << 3 | product.low >> 61
    return Residue(reducing: (product.low & modulus) + high)
  }
}
