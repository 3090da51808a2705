import Linux
package import Microkernels

/// Computes in the numeric profile `assay-f32-v1`: the same bits on every level, with any number of
/// threads.
@usableFromInline
package final class Engine: Sendable {
  package let level: Level
  let workspace = Workspace()
  let pool: Pool
  /// Whether there are no other threads.
  let isSingle: Bool
  /// Columns from which on a small product is described by six numbers: more than there are where other
  /// threads would have to be asked.
  let leastDenseColumns: Int
  /// The most rows, columns and depth of such a product.
  let denseLimit: UInt
  /// The level's entry, which small products would look for longest.
  let multiplyDense: Level.Entries.MultiplyDense

  /// - Parameter threads: how many work on one product, the calling thread included.
  /// - Throws: `.resources` for a number of threads that the system does not give.
  package init(level: Level, threads: Int = 1) throws(KernelError) {
    self.level = level
    pool = try Pool(count: threads)
    isSingle = threads == 1
    leastDenseColumns = isSingle ? level.panelWidth / 2 : .max
    denseLimit = DenseProduct.limit(of: level)
    multiplyDense = level.entries.multiplyDense
  }

  /// Threads that work on one product, the calling thread included.
  package var threads: Int { pool.count }

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

  /// The same with a right-hand side that was packed for this engine's level.
  ///
  /// - Throws: as above, and `.level` if it was packed for another one.
  package func multiply(
    _ left: Span<Float>, _ leftLayout: Layout, _ right: PackedMatrix,
    into target: inout MutableSpan<Float>, _ targetLayout: Layout, accumulate: Bool = false
  ) throws(KernelError) {
    try left.withUnsafeBufferPointer { left throws(KernelError) in
      try target.withUnsafeMutableBufferPointer { target throws(KernelError) in
        try multiply(
          left, leftLayout, right, into: target, targetLayout, accumulate: accumulate)
      }
    }
  }

  /// The same over buffers, whose owner keeps them until the call returns.
  package func multiply(
    _ left: UnsafeBufferPointer<Float>, _ leftLayout: Layout, _ right: PackedMatrix,
    into target: UnsafeMutableBufferPointer<Float>, _ targetLayout: Layout,
    accumulate: Bool = false
  ) throws(KernelError) {
    guard right.level === level else {
      throw KernelError(.level, "right", "packed for \(right.level.name)", expected: level.name)
    }
    guard targetLayout.columnStride == 1 || targetLayout.columns <= 1 else {
      throw KernelError(
        .overlap, "target", "\(targetLayout)",
        expected: "contiguous rows, as a packed right-hand side needs them")
    }
    let shape = Layout(rows: right.rows, columns: right.columns)
    guard
      let product = try checked(
        left, leftLayout, nil, shape, into: target, targetLayout, accumulate: accumulate)
    else { return }
    try run(product, packed: right.panels, on: level)
  }

  /// The same over buffers, whose owner keeps them until the call returns.
  package func multiply(
    _ left: UnsafeBufferPointer<Float>, _ leftLayout: Layout,
    _ right: UnsafeBufferPointer<Float>, _ rightLayout: Layout,
    into target: UnsafeMutableBufferPointer<Float>, _ targetLayout: Layout,
    accumulate: Bool = false
  ) throws(KernelError) {
    if !accumulate, Layout.areDense(leftLayout, rightLayout, targetLayout) {
      return try multiply(
        left, right, into: target, rows: targetLayout.rows, columns: targetLayout.columns,
        depth: leftLayout.columns)
    }
    try multiplyAny(
      left, leftLayout, right, rightLayout, into: target, targetLayout, accumulate: accumulate)
  }

  /// Products of any size, and whatever is wrong with them.
  @inline(never)
  func multiplyAny(
    _ left: UnsafeBufferPointer<Float>, _ leftLayout: Layout,
    _ right: UnsafeBufferPointer<Float>, _ rightLayout: Layout,
    into target: UnsafeMutableBufferPointer<Float>, _ targetLayout: Layout, accumulate: Bool
  ) throws(KernelError) {
    if isSingle,
      var block = ProductBlock(
        small: left, leftLayout, right, rightLayout, target, targetLayout, accumulate: accumulate,
        level)
    {
      return level.entries.multiplyBlock(&block)
    }
    guard
      let product = try checked(
        left, leftLayout, right, rightLayout, into: target, targetLayout, accumulate: accumulate)
    else { return }
    try run(product.oriented, on: level)
  }

  /// The product over raw memory, once everything about it has been checked.
  ///
  /// - Parameter right: nil for one that is packed and was checked when it was.
  /// - Returns: nil if there is nothing to compute.
  func checked(
    _ left: UnsafeBufferPointer<Float>, _ leftLayout: Layout,
    _ right: UnsafeBufferPointer<Float>?, _ rightLayout: Layout,
    into target: UnsafeMutableBufferPointer<Float>, _ targetLayout: Layout, accumulate: Bool
  ) throws(KernelError) -> Product? {
    try leftLayout.check("left", count: left.count)
    if let right { try rightLayout.check("right", count: right.count) }
    try targetLayout.check("target", count: target.count)
    try Self.check(leftLayout, rightLayout, targetLayout)
    try targetLayout.checkOutput("target")
    guard let start = target.baseAddress, targetLayout.rows > 0, targetLayout.columns > 0
    else { return nil }
    try Self.checkDistinct(target, from: left, "left")
    if let right { try Self.checkDistinct(target, from: right, "right") }
    try Self.checkArithmetic()
    // Where A or B is empty or packed, nothing is read of it here and any address will do.
    return Product(
      left: left.baseAddress ?? UnsafePointer(start), leftLayout: leftLayout,
      right: right?.baseAddress ?? UnsafePointer(start), rightLayout: rightLayout,
      target: start, targetLayout: targetLayout,
      start: accumulate ? .target : .zero)
  }

  static func checkArithmetic() throws(KernelError) {
    guard Processor.hasStandardArithmetic else {
      throw KernelError(
        .arithmetic, "floating-point control", "changed",
        expected: "rounding to nearest, denormal numbers kept")
    }
  }

  static func check(
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

  static func checkDistinct<Output, Input>(
    _ target: UnsafeMutableBufferPointer<Output>, from input: UnsafeBufferPointer<Input>,
    _ field: String
  ) throws(KernelError) {
    guard let target = target.baseAddress.map({ ($0, $0 + target.count) }),
      let input = input.baseAddress.map({ ($0, $0 + input.count) })
    else { return }
    guard
      UnsafeRawPointer(target.0) >= UnsafeRawPointer(input.1)
        || UnsafeRawPointer(target.1) <= UnsafeRawPointer(input.0)
    else {
      throw KernelError(.overlap, field, "shared with the target", expected: "memory of its own")
    }
  }
}
