package import Microkernels

/// Functions of one argument, element by element. Each element's result depends on that element
/// only, hence neither on the level nor on the number of threads.
extension Engine {
  /// Writes `function` of every element of `source` to the same place of `target`.
  ///
  /// - Throws: `.mismatch` unless both have as many elements; `.overlap` if they share memory;
  ///   `.arithmetic` if this thread flushes denormal numbers or rounds in another way.
  package func apply(
    _ function: Function, to source: Span<Float>, into target: inout MutableSpan<Float>
  ) throws(KernelError) {
    try source.withUnsafeBufferPointer { source throws(KernelError) in
      try target.withUnsafeMutableBufferPointer { target throws(KernelError) in
        try apply(function, to: source, into: target)
      }
    }
  }

  /// The same over buffers, whose owner keeps them until the call returns.
  package func apply(
    _ function: Function, to source: UnsafeBufferPointer<Float>,
    into target: UnsafeMutableBufferPointer<Float>
  ) throws(KernelError) {
    guard source.count == target.count else {
      throw KernelError(
        .mismatch, "target", "\(target.count) elements", expected: "\(source.count), as source has")
    }
    try Self.checkDistinct(target, from: source, "source")
    try Self.checkArithmetic()
    guard let from = source.baseAddress, let to = target.baseAddress else { return }
    let entry = level.elements.functions[function]
    let work = Stretches(source: from, target: to, count: source.count)
    if pool.count == 1 || source.count < Self.elementsWorthThreads {
      entry(from, to, source.count)
    } else {
      pool.run { work.run($0, entry) }
    }
  }

  /// Waking a thread costs about as much as some ten thousand elements.
  static let elementsWorthThreads = 1 << 16

  /// Memory that threads share: each takes a stretch of its own.
  private struct Stretches: @unchecked Sendable {
    let source: UnsafePointer<Float>
    let target: UnsafeMutablePointer<Float>
    let count: Int

    func run(_ member: Member, _ entry: FunctionEntries.Entry) {
      // Whole cache lines, so that no two threads write to one.
      let own = member.share(of: count, by: 16)
      entry(source + own.lowerBound, target + own.lowerBound, own.count)
    }
  }
}
