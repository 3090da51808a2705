package import Microkernels

/// Products of numbers that are stored in sixteen bits: widened, and then multiplied in float32 with
/// the bits that the widened numbers have.
extension Engine {
  /// C = A·B, or C += A·B, both factors stored as `format`.
  ///
  /// - Throws: as the product of floats does.
  package func multiply(
    _ left: Span<UInt16>, _ leftLayout: Layout, _ right: Span<UInt16>, _ rightLayout: Layout,
    storedAs format: HalfPrecision, into target: inout MutableSpan<Float>, _ targetLayout: Layout,
    accumulate: Bool = false
  ) throws(KernelError) {
    try leftLayout.check("left", count: left.count)
    try rightLayout.check("right", count: right.count)
    let (first, second) = (try leftLayout.extent("left"), try rightLayout.extent("right"))
    try target.withUnsafeMutableBufferPointer { target throws(KernelError) in
      try workspace.withFloats(first + second) { memory throws(KernelError) in
        try widen(left, first, format, into: memory, "left", distinctFrom: target)
        try widen(right, second, format, into: memory + first, "right", distinctFrom: target)
        try multiply(
          UnsafeBufferPointer(start: memory, count: first), leftLayout,
          UnsafeBufferPointer(start: memory + first, count: second), rightLayout, into: target,
          targetLayout, accumulate: accumulate)
      }
    }
  }

  /// The same with a right-hand side that was packed, from numbers of any format.
  package func multiply(
    _ left: Span<UInt16>, _ leftLayout: Layout, storedAs format: HalfPrecision,
    _ right: PackedMatrix, into target: inout MutableSpan<Float>, _ targetLayout: Layout,
    accumulate: Bool = false
  ) throws(KernelError) {
    try leftLayout.check("left", count: left.count)
    let count = try leftLayout.extent("left")
    try target.withUnsafeMutableBufferPointer { target throws(KernelError) in
      try workspace.withFloats(count) { memory throws(KernelError) in
        try widen(left, count, format, into: memory, "left", distinctFrom: target)
        try multiply(
          UnsafeBufferPointer(start: memory, count: count), leftLayout, right, into: target,
          targetLayout, accumulate: accumulate)
      }
    }
  }

  private func widen(
    _ stored: Span<UInt16>, _ count: Int, _ format: HalfPrecision,
    into memory: UnsafeMutablePointer<Float>, _ field: String,
    distinctFrom target: UnsafeMutableBufferPointer<Float>
  ) throws(KernelError) {
    try stored.withUnsafeBufferPointer { stored throws(KernelError) in
      try Self.checkDistinct(target, from: stored, field)
      guard let source = stored.baseAddress else { return }
      format.widen(source, count: count, into: memory)
    }
  }
}

extension HalfPrecision {
  /// Widens `count` numbers, vector by vector; a NaN keeps its payload, which no product shows.
  func widen(
    _ source: UnsafePointer<UInt16>, count: Int, into target: UnsafeMutablePointer<Float>
  ) {
    var done = 0
    while done + 16 <= count {
      let stored = UnsafeRawPointer(source + done).loadUnaligned(as: SIMD16<UInt16>.self)
      let bits = SIMD16<UInt32>(truncatingIfNeeded: stored)
      switch self {
      case .bfloat16: Lanes16(bits: bits &<< 16).store(at: target + done)
      case .binary16: Self.widenedBinary16(bits).store(at: target + done)
      }
      done += 16
    }
    while done < count {
      target[done] = widened(source[done])
      done += 1
    }
  }

  private static func widenedBinary16(_ bits: SIMD16<UInt32>) -> Lanes16 {
    let magnitude = (bits & 0x7fff) &<< 13
    // As a float32 with the same fields the number is 2¹¹² too small, denormal ones included.
    let scaled = (Lanes16(bits: magnitude) * 0x1p112).bits
    let isLarge = magnitude .>= 0x0f80_0000
    let value = scaled.replacing(with: magnitude | 0x7f80_0000, where: isLarge)
    return Lanes16(bits: value | ((bits & 0x8000) &<< 16))
  }
}

extension PackedMatrix {
  /// Packs a matrix that is stored as `format`, widened.
  ///
  /// - Throws: as for one of floats.
  package convenience init(
    _ elements: Span<UInt16>, _ layout: Layout, storedAs format: HalfPrecision, for level: Level
  ) throws(KernelError) {
    try layout.check("right", count: elements.count)
    let count = try layout.extent("right")
    let widened = [Float](unsafeUninitializedCapacity: count) { target, initialized in
      elements.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        format.widen(from, count: count, into: to)
      }
      initialized = count
    }
    try self.init(widened.span, layout, for: level)
  }
}
