extension Engine {
  /// C = A·B of int8 matrices in int32, row-major without gaps; exact, hence free of any order.
  ///
  /// The factors are widened to float32: a product of two int8 is at most 2¹⁴, and the sum of 1024 of
  /// them at most 2²⁴, up to where float32 holds every whole number. Deeper products are sums of
  /// such parts in int32, which wraps around as two's complement does beyond 2³¹.
  ///
  /// - Throws: `.dimensions` or `.span` for operands that do not fit; `.resources` without memory.
  package func multiply(
    _ left: Span<Int8>, _ right: Span<Int8>, into target: inout MutableSpan<Int32>, rows: Int,
    columns: Int, depth: Int
  ) throws(KernelError) {
    try Layout(rows: rows, columns: depth).check("left", count: left.count)
    try Layout(rows: depth, columns: columns).check("right", count: right.count)
    try Layout(rows: rows, columns: columns).check("target", count: target.count)
    let wideLeft = left.indices.map { Float(left[$0]) }
    let wideRight = right.indices.map { Float(right[$0]) }
    var part = [Float](repeating: 0, count: rows * columns)
    for index in 0..<(rows * columns) { target[index] = 0 }
    for step in stride(from: 0, to: depth, by: Self.exactDepth) {
      let count = min(Self.exactDepth, depth - step)
      var span = part.mutableSpan
      try multiply(
        wideLeft.span.extracting(step...),
        Layout(rows: rows, columns: count, rowStride: depth, columnStride: 1),
        wideRight.span.extracting((step * columns)...), Layout(rows: count, columns: columns),
        into: &span, Layout(rows: rows, columns: columns))
      for index in 0..<(rows * columns) { target[index] &+= Int32(part[index]) }
    }
  }

  /// Products of int8 whose sum float32 holds exactly, however large they are.
  private static var exactDepth: Int { 1024 }
}
