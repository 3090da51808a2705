import Microkernels

extension Engine {
  /// C = A·B, or C += A·B, of eight-bit whole numbers in int32: exact, hence free of any order; beyond
  /// 2³¹ it wraps around as two's complement does.
  ///
  /// - Throws: `.mismatch`, `.dimensions`, `.span`, `.overlap` for operands that do not fit;
  ///   `.resources` without memory to pack into.
  @inlinable
  package func multiply<Left: EightBitInteger, Right: EightBitInteger>(
    _ left: Span<Left>, _ leftLayout: Layout, _ right: Span<Right>, _ rightLayout: Layout,
    into target: inout MutableSpan<Int32>, _ targetLayout: Layout, accumulate: Bool = false
  ) throws(KernelError) {
    try left.withUnsafeBufferPointer { left throws(KernelError) in
      try right.withUnsafeBufferPointer { right throws(KernelError) in
        try target.withUnsafeMutableBufferPointer { target throws(KernelError) in
          try multiply(
            Bytes(left), leftLayout, Bytes(right), rightLayout, into: target, targetLayout,
            accumulate: accumulate)
        }
      }
    }
  }

  /// The same over buffers, whose owner keeps them until the call returns.
  @inlinable
  package func multiply<Left: EightBitInteger, Right: EightBitInteger>(
    _ left: UnsafeBufferPointer<Left>, _ leftLayout: Layout,
    _ right: UnsafeBufferPointer<Right>, _ rightLayout: Layout,
    into target: UnsafeMutableBufferPointer<Int32>, _ targetLayout: Layout,
    accumulate: Bool = false
  ) throws(KernelError) {
    try multiply(
      Bytes(left), leftLayout, Bytes(right), rightLayout, into: target, targetLayout,
      accumulate: accumulate)
  }

  /// The same over bytes whose signs are values, not types.
  @usableFromInline
  func multiply(
    _ left: Bytes, _ leftLayout: Layout, _ right: Bytes, _ rightLayout: Layout,
    into target: UnsafeMutableBufferPointer<Int32>, _ targetLayout: Layout, accumulate: Bool
  ) throws(KernelError) {
    try leftLayout.check("left", count: left.elements.count)
    try rightLayout.check("right", count: right.elements.count)
    try check(target, targetLayout, leftLayout, rightLayout)
    try Self.checkDistinct(target, from: left.elements, "left")
    try Self.checkDistinct(target, from: right.elements, "right")
    guard let start = target.baseAddress, targetLayout.rows > 0, targetLayout.columns > 0
    else { return }
    let first = ByteMatrix(left, leftLayout, else: start)
    let second = ByteMatrix(right, rightLayout, else: start)
    if targetLayout.columnStride == 1 || targetLayout.columns <= 1 {
      try run(first, second, into: start, targetLayout, accumulate: accumulate)
    } else {
      // Cᵀ = Bᵀ·Aᵀ.
      try run(
        second.transposed, first.transposed, into: start, targetLayout.transposed,
        accumulate: accumulate)
    }
  }

  /// The same with a right-hand side that was packed for this engine's level.
  ///
  /// - Throws: as above, and `.level` if it was packed for another one.
  @inlinable
  package func multiply<Left: EightBitInteger>(
    _ left: Span<Left>, _ leftLayout: Layout, _ right: PackedIntegers,
    into target: inout MutableSpan<Int32>, _ targetLayout: Layout, accumulate: Bool = false
  ) throws(KernelError) {
    try left.withUnsafeBufferPointer { left throws(KernelError) in
      try target.withUnsafeMutableBufferPointer { target throws(KernelError) in
        try multiply(
          Bytes(left), leftLayout, right, into: target, targetLayout, accumulate: accumulate)
      }
    }
  }

  @usableFromInline
  func multiply(
    _ left: Bytes, _ leftLayout: Layout, _ right: PackedIntegers,
    into target: UnsafeMutableBufferPointer<Int32>, _ targetLayout: Layout, accumulate: Bool
  ) throws(KernelError) {
    guard right.level === level else {
      throw KernelError(.level, "right", "packed for \(right.level.name)", expected: level.name)
    }
    guard targetLayout.columnStride == 1 || targetLayout.columns <= 1 else {
      throw KernelError(
        .overlap, "target", "\(targetLayout)",
        expected: "contiguous rows, as a packed right-hand side needs them")
    }
    try leftLayout.check("left", count: left.elements.count)
    let rightLayout = Layout(rows: right.rows, columns: right.columns)
    try check(target, targetLayout, leftLayout, rightLayout)
    try Self.checkDistinct(target, from: left.elements, "left")
    guard let start = target.baseAddress, targetLayout.rows > 0, targetLayout.columns > 0
    else { return }
    try run(
      ByteMatrix(left, leftLayout, else: start), nil, packed: right.operand, into: start,
      targetLayout, accumulate: accumulate)
  }

  private func check(
    _ target: UnsafeMutableBufferPointer<Int32>, _ targetLayout: Layout, _ left: Layout,
    _ right: Layout
  ) throws(KernelError) {
    try targetLayout.check("target", count: target.count)
    try Self.check(left, right, targetLayout)
    try targetLayout.checkOutput("target")
  }

  private func run(
    _ left: ByteMatrix, _ right: ByteMatrix?, packed: PackedRight? = nil,
    into target: UnsafeMutablePointer<Int32>, _ layout: Layout, accumulate: Bool
  ) throws(KernelError) {
    let packing = CellPacking(level: IntegerLevel.of(level))
    // Signed bytes that lie like cells are raised when a block of them is copied, if one is.
    let isPlain = packing.hasCells(left)
    let isRaised =
      isPlain && left.isSigned && !Self.isDirect(packing.cells(of: left).1, on: packing.level.cells)
    let takesPlain = isPlain && (isRaised || !left.isSigned)
    let leftCount = takesPlain ? 0 : layout.rows * packing.depth(left.layout.columns)
    let rightCount = right.map { packing.rightCount($0.layout) } ?? 0
    try workspace.withFloats(leftCount + rightCount + layout.columns) {
      memory throws(KernelError) in
      let cells = memory + leftCount
      let whole = IntegerProduct(
        packing: packing, left: left, right: right,
        packed: packed
          ?? PackedRight(
            panels: packing.panels(right?.layout ?? layout, at: cells),
            sums: cells + rightCount, isSigned: right?.isSigned ?? true),
        target: UnsafeMutableRawPointer(target).assumingMemoryBound(to: Float.self),
        targetLayout: layout, accumulates: accumulate, leftCells: takesPlain ? nil : memory)
      if isAlone(whole.product) { whole.prepare(.alone) } else { pool.run { whole.prepare($0) } }
      try run(
        whole.product, packed: whole.packed.panels,
        on: isRaised ? packing.level.raising : packing.level.cells)
    }
  }
}
