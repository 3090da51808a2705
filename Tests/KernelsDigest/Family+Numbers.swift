import Kernels

/// Products of other numbers than floats, and of several matrices.
extension Family {
  /// Sums of eight-bit numbers, in the bits of floats.
  static func integers(
    _ engine: Engine, _ generator: inout Sequence64
  ) throws(KernelError) -> [Float] {
    var results: [Float] = []
    for (rows, columns, depth) in [(1, 1, 1), (3, 5, 7), (31, 33, 65), (100, 40, 1030)] {
      let left = bytes(rows * depth, Int8.self, &generator)
      let unsigned = bytes(rows * depth, UInt8.self, &generator)
      let right = bytes(depth * columns, Int8.self, &generator)
      var target = [Int32](repeating: 1, count: rows * columns)
      var span = target.mutableSpan
      let (a, b) = (Layout(rows: rows, columns: depth), Layout(rows: depth, columns: columns))
      let c = Layout(rows: rows, columns: columns)
      try engine.multiply(left.span, a, right.span, b, into: &span, c, accumulate: true)
      try engine.multiply(unsigned.span, a, right.span, b, into: &span, c, accumulate: true)
      results += target.map { Float(bitPattern: UInt32(bitPattern: $0)) }
    }
    return results
  }

  private static func bytes<Element: EightBitInteger>(
    _ count: Int, _: Element.Type, _ generator: inout Sequence64
  ) -> [Element] {
    (0..<count).map { _ in Element(truncatingIfNeeded: generator.next()) }
  }

  static func halves(
    _ engine: Engine, _ generator: inout Sequence64
  ) throws(KernelError) -> [Float] {
    var results: [Float] = []
    for format in [HalfPrecision.bfloat16, .binary16] {
      let left = format.narrowed(values(30 * 70, &generator).span)
      let right = format.narrowed(values(70 * 45, &generator).span)
      var target = [Float](repeating: 0, count: 30 * 45)
      var span = target.mutableSpan
      try engine.multiply(
        left.span, Layout(rows: 30, columns: 70), right.span, Layout(rows: 70, columns: 45),
        storedAs: format, into: &span, Layout(rows: 30, columns: 45))
      results += target
    }
    return results
  }

  /// Batches with a right-hand side each and with a shared one, vectors among them.
  static func batches(
    _ engine: Engine, _ generator: inout Sequence64
  ) throws(KernelError) -> [Float] {
    var results: [Float] = []
    for (rows, columns, depth) in [(5, 37, 20), (1, 300, 400), (300, 1, 400)] {
      for isShared in [false, true] {
        let left = values(3 * rows * depth, &generator)
        let right = values((isShared ? 1 : 3) * depth * columns, &generator)
        var target = [Float](repeating: 0, count: 3 * rows * columns)
        var span = target.mutableSpan
        try engine.multiply(
          Batch(
            count: 3, leftStride: rows * depth, rightStride: isShared ? 0 : depth * columns,
            targetStride: rows * columns), left.span, Layout(rows: rows, columns: depth),
          right.span, Layout(rows: depth, columns: columns), into: &span,
          Layout(rows: rows, columns: columns))
        results += target
      }
    }
    return results
  }
}
