package import Microkernels

extension Engine {
  /// Writes the function of each element of `source` to `target`.
  ///
  /// exp, log, tanh, erf, sin, cos and the reciprocal square root are within one unit in the last
  /// place of the correctly rounded result. GELU and SiLU are defined by the formulas in
  /// `ErrorFunction` and `Exponential`, each step rounded as IEEE 754 says.
  ///
  /// - Throws: `.mismatch` if the two are not equally long.
  package func apply(
    _ function: Function, _ source: Span<Float>, into target: inout MutableSpan<Float>
  ) throws(KernelError) {
    try checkArithmetic()
    try checkCount(source.count, target.count)
    source.withUnsafeBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        level.entries.apply(function, from, to, source.count)
      }
    }
  }

  /// Sum over sixteen lanes, element i in lane i mod 16, the lanes added by halves.
  package func sum(_ source: Span<Float>) throws(KernelError) -> Float {
    try checkArithmetic()
    return source.withUnsafeBufferPointer { source in
      guard let from = source.baseAddress else { return 0 }
      let sum = level.entries.sum(from, source.count)
      return sum.isNaN ? .nan : sum
    }
  }

  /// Softmax of each row of a row-major matrix with `columns` columns.
  ///
  /// - Throws: `.mismatch` if the two are not equally long, or no whole number of rows.
  package func softmax(
    _ source: Span<Float>, columns: Int, into target: inout MutableSpan<Float>
  ) throws(KernelError) {
    try eachRow(source, columns: columns, into: &target) {
      level.entries.softmax($0, $1, columns)
    }
  }

  /// Layer normalisation of each row: (x − mean) / √(variance + epsilon) · gain + bias.
  ///
  /// - Throws: `.mismatch` for lengths that do not fit.
  package func layerNorm(
    _ source: Span<Float>, gain: Span<Float>, bias: Span<Float>, epsilon: Float,
    into target: inout MutableSpan<Float>
  ) throws(KernelError) {
    try checkCount(gain.count, bias.count)
    let columns = gain.count
    try gain.withUnsafeBufferPointer { gain throws(KernelError) in
      try bias.withUnsafeBufferPointer { bias throws(KernelError) in
        try eachRow(source, columns: columns, into: &target) { from, to in
          guard let gain = gain.baseAddress, let bias = bias.baseAddress else { return }
          level.entries.layerNorm(from, to, columns, gain, bias, epsilon)
        }
      }
    }
  }

  /// Root-mean-square normalisation of each row: x / √(mean of x² + epsilon) · gain.
  ///
  /// - Throws: `.mismatch` for lengths that do not fit.
  package func rootMeanSquareNorm(
    _ source: Span<Float>, gain: Span<Float>, epsilon: Float,
    into target: inout MutableSpan<Float>
  ) throws(KernelError) {
    let columns = gain.count
    try gain.withUnsafeBufferPointer { gain throws(KernelError) in
      try eachRow(source, columns: columns, into: &target) { from, to in
        guard let gain = gain.baseAddress else { return }
        level.entries.rootMeanSquareNorm(from, to, columns, gain, epsilon)
      }
    }
  }

  /// Rotary embedding, in place: element i and element i + half of each vector are the coordinates
  /// of a point that is turned by the angle whose cosine and sine are given for i.
  ///
  /// - Throws: `.mismatch` for lengths that do not fit.
  package func rotate(
    _ vectors: inout MutableSpan<Float>, cosines: Span<Float>, sines: Span<Float>
  ) throws(KernelError) {
    try checkArithmetic()
    try checkCount(cosines.count, sines.count)
    let half = cosines.count
    try checkRows(vectors.count, columns: 2 * half)
    cosines.withUnsafeBufferPointer { cosines in
      sines.withUnsafeBufferPointer { sines in
        vectors.withUnsafeMutableBufferPointer { vectors in
          guard let start = vectors.baseAddress, let cosines = cosines.baseAddress,
            let sines = sines.baseAddress
          else { return }
          for row in stride(from: 0, to: vectors.count, by: 2 * half) {
            level.entries.rotate(start + row, half, cosines, sines)
          }
        }
      }
    }
  }

  private func eachRow(
    _ source: Span<Float>, columns: Int, into target: inout MutableSpan<Float>,
    _ body: (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) throws(KernelError) {
    try checkArithmetic()
    try checkCount(source.count, target.count)
    try checkRows(source.count, columns: columns)
    source.withUnsafeBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let to = target.baseAddress, columns > 0
        else { return }
        for row in stride(from: 0, to: source.count, by: columns) { body(from + row, to + row) }
      }
    }
  }

  private func checkRows(_ count: Int, columns: Int) throws(KernelError) {
    guard count == 0 || (columns > 0 && count.isMultiple(of: columns)) else {
      throw KernelError(
        .mismatch, "source", "\(count) elements", expected: "rows of \(columns)")
    }
  }

  private func checkCount(_ first: Int, _ second: Int) throws(KernelError) {
    guard first == second else {
      throw KernelError(
        .mismatch, "elements", "\(first) and \(second)", expected: "as many in both")
    }
  }
}
