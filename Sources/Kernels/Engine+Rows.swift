import Microkernels

/// Operations over rows that lie one after the other without gaps, `columns` elements each. Each
/// row's result depends on that row only.
///
/// Sums are made in sixteen lanes, element i in lane i mod 16, each lane from +0 in ascending i; then
/// halves of lanes are added until one is left. So they have the same bits on every level.
extension Engine {
  /// The sum of all elements; +0 for none.
  ///
  /// - Throws: `.arithmetic` if this thread flushes denormal numbers or rounds in another way.
  package func sum(_ source: Span<Float>) throws(KernelError) -> Float {
    var sum: Float = 0
    try Self.checkArithmetic()
    source.withUnsafeBufferPointer { source in
      guard let from = source.baseAddress else { return }
      withUnsafeMutablePointer(to: &sum) {
        var block = RowBlock(
          source: from, target: $0, rows: 1, columns: source.count, first: from, second: from,
          epsilon: 0)
        level.elements.sum.byOne(&block)
      }
    }
    return sum
  }

  /// e^(x − m) · (1 / Σ e^(x − m)) in each row, m being its largest element. A row with a NaN or +∞,
  /// or with nothing but −∞, becomes NaN.
  ///
  /// - Throws: `.dimensions` unless `source` is a whole number of rows; `.mismatch` unless `target`
  ///   has as many elements; `.overlap` if they share memory; `.arithmetic` as above.
  package func softmax(
    _ source: Span<Float>, columns: Int, into target: inout MutableSpan<Float>
  ) throws(KernelError) {
    let rows = RowOperands(columns: columns)
    try run(rows, source, into: &target, level.elements.softmax)
  }

  /// `fma((x − mean) · s, weight, bias)` in each row, with s = 1 / √(variance + ε) and the variance the
  /// mean square of x − mean.
  ///
  /// - Throws: as `softmax`; `.mismatch` too unless `weight` and `bias` have `columns` elements;
  ///   `.dimensions` unless `epsilon` is zero or more.
  package func layerNorm(
    _ source: Span<Float>, columns: Int, weight: Span<Float>, bias: Span<Float>, epsilon: Float,
    into target: inout MutableSpan<Float>
  ) throws(KernelError) {
    try weight.withUnsafeBufferPointer { weight throws(KernelError) in
      try bias.withUnsafeBufferPointer { bias throws(KernelError) in
        let rows = RowOperands(
          columns: columns, first: .init("weight", weight, count: columns),
          second: .init("bias", bias, count: columns), epsilon: epsilon)
        try run(rows, source, into: &target, level.elements.layerNorm)
      }
    }
  }

  /// x · s · weight in each row, with s = 1 / √(mean square + ε).
  ///
  /// - Throws: as `layerNorm`.
  package func rmsNorm(
    _ source: Span<Float>, columns: Int, weight: Span<Float>, epsilon: Float,
    into target: inout MutableSpan<Float>
  ) throws(KernelError) {
    try weight.withUnsafeBufferPointer { weight throws(KernelError) in
      let rows = RowOperands(
        columns: columns, first: .init("weight", weight, count: columns), epsilon: epsilon)
      try run(rows, source, into: &target, level.elements.rmsNorm)
    }
  }

  /// Rotary embedding: turns pairs (x, y), x in the first half of a row and y at the same place of the
  /// second, by each row's own angles: `fma(x, cosine, −(y · sine))`, `fma(x, sine, y · cosine)`.
  ///
  /// - Parameter cosines: of every pair of every row, as `sines`.
  /// - Throws: as `softmax`; `.mismatch` too unless there are half as many cosines and sines as
  ///   elements; `.dimensions` for an odd number of columns.
  package func rotate(
    _ source: Span<Float>, columns: Int, cosines: Span<Float>, sines: Span<Float>,
    into target: inout MutableSpan<Float>
  ) throws(KernelError) {
    guard columns % 2 == 0 else {
      throw KernelError(.dimensions, "columns", "\(columns)", expected: "an even number")
    }
    let pairs = source.count / 2
    try cosines.withUnsafeBufferPointer { cosines throws(KernelError) in
      try sines.withUnsafeBufferPointer { sines throws(KernelError) in
        let rows = RowOperands(
          columns: columns, first: .init("cosines", cosines, count: pairs),
          second: .init("sines", sines, count: pairs), stride: columns / 2)
        let rotate = level.elements.rotate
        try run(
          rows, source, into: &target,
          ElementEntries.RowEntry(byFour: rotate, byOne: rotate))
      }
    }
  }

  private func run(
    _ operands: RowOperands, _ source: Span<Float>, into target: inout MutableSpan<Float>,
    _ entry: ElementEntries.RowEntry
  ) throws(KernelError) {
    try source.withUnsafeBufferPointer { source throws(KernelError) in
      try target.withUnsafeMutableBufferPointer { target throws(KernelError) in
        guard let block = try operands.checked(source, into: target) else { return }
        if pool.count == 1 || source.count < Self.elementsWorthThreads {
          block.run(.alone, entry)
        } else {
          pool.run { block.run($0, entry) }
        }
      }
    }
  }
}
