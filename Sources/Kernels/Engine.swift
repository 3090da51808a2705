import Linux
package import Microkernels

/// Computes in the numeric profile `assay-f32-v1`: the same bits on every level, with any number of
/// threads.
package final class Engine: Sendable {
  package let level: Level
  private let workspace = Workspace()

  package init(level: Level) {
    self.level = level
  }

  /// C = A·B, or C += A·B where `accumulate` is true. Every element is one chain of fused
  /// multiply-adds in ascending k.
  ///
  /// - Throws: `.mismatch`, `.dimensions`, `.span`, `.overlap` for operands that do not fit;
  ///   `.arithmetic` if this thread flushes denormal numbers or rounds in another way;
  ///   `.resources` if there is no memory to pack into.
  package func multiply(
    _ left: Span<Float>, _ leftLayout: Layout, _ right: Span<Float>, _ rightLayout: Layout,
    into target: inout MutableSpan<Float>, _ targetLayout: Layout, accumulate: Bool = false
  ) throws(KernelError) {
    try left.withUnsafeBufferPointer { left throws(KernelError) in
      try right.withUnsafeBufferPointer { right throws(KernelError) in
        try target.withUnsafeMutableBufferPointer { target throws(KernelError) in
          try multiply(
            left, leftLayout, right, rightLayout, into: target, targetLayout,
            accumulate: accumulate)
        }
      }
    }
  }

  /// The same over buffers, whose owner keeps them until the call returns.
  package func multiply(
    _ left: UnsafeBufferPointer<Float>, _ leftLayout: Layout,
    _ right: UnsafeBufferPointer<Float>, _ rightLayout: Layout,
    into target: UnsafeMutableBufferPointer<Float>, _ targetLayout: Layout,
    accumulate: Bool = false
  ) throws(KernelError) {
    try leftLayout.check("left", count: left.count)
    try rightLayout.check("right", count: right.count)
    try targetLayout.check("target", count: target.count)
    try Self.check(leftLayout, rightLayout, targetLayout)
    try targetLayout.checkOutput("target")
    guard let targetStart = target.baseAddress, targetLayout.rows > 0, targetLayout.columns > 0
    else { return }
    try Self.checkDistinct(target, from: left, "left")
    try Self.checkDistinct(target, from: right, "right")
    guard Processor.hasStandardArithmetic else {
      throw KernelError(
        .arithmetic, "floating-point control", "changed",
        expected: "rounding to nearest, denormal numbers kept")
    }
    // Where A and B are empty, nothing is read of them and any address will do.
    let product = Product(
      left: left.baseAddress ?? UnsafePointer(targetStart), leftLayout: leftLayout,
      right: right.baseAddress ?? UnsafePointer(targetStart), rightLayout: rightLayout,
      target: targetStart, targetLayout: targetLayout, accumulates: accumulate)
    try run(product.rowMajor)
  }

  private func run(_ product: Product) throws(KernelError) {
    if product.suitsDirect {
      DirectProduct(product: product, level: level).run()
      return
    }
    let blocking = Blocking(
      product, tileHeight: level.tileHeight, panelWidth: level.panelWidth, threads: 1)
    try workspace.withFloats(blocking.leftCount + blocking.rightCount) { memory in
      PackedProduct(
        product: product, level: level, blocking: blocking, leftBlock: memory,
        rightBlock: memory + blocking.leftCount
      ).run()
    }
  }

  private static func check(
    _ left: Layout, _ right: Layout, _ target: Layout
  ) throws(KernelError) {
    guard left.columns == right.rows else {
      throw KernelError(
        .mismatch, "right", "\(right)", expected: "\(left.columns) rows, as left has columns")
    }
    guard target.rows == left.rows, target.columns == right.columns else {
      throw KernelError(
        .mismatch, "target", "\(target)", expected: "\(left.rows) × \(right.columns)")
    }
  }

  private static func checkDistinct(
    _ target: UnsafeMutableBufferPointer<Float>, from input: UnsafeBufferPointer<Float>,
    _ field: String
  ) throws(KernelError) {
    guard let target = target.baseAddress.map({ ($0, $0 + target.count) }),
      let input = input.baseAddress.map({ ($0, $0 + input.count) })
    else { return }
    guard UnsafePointer(target.0) >= input.1 || UnsafePointer(target.1) <= input.0 else {
      throw KernelError(.overlap, field, "shared with the target", expected: "memory of its own")
    }
  }
}

extension Product {
  /// Whether packing costs more than it gains: B has contiguous rows and is small, or so few rows of
  /// A pass over it that each element of B is read about as often as packing would read it.
  var suitsDirect: Bool {
    guard rightLayout.columnStride == 1 || columns == 1, depth > 0 else { return depth == 0 }
    return depth * columns <= 1 << 16 && rows * depth <= 1 << 16
  }
}
