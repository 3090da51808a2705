import Microkernels

/// The ways in which a product can be computed, and which of them is the fastest for one.
extension Engine {
  /// Whether waking threads costs more than they save: about as much as a hundred thousand operations.
  func isAlone(_ product: Product) -> Bool {
    pool.count == 1 || product.operations < Self.operationsWorthThreads
  }

  /// - Parameter level: this engine's, or one whose floats are cells of whole numbers.
  func run(
    _ product: Product, packed: PackedPanels? = nil, on level: Level
  ) throws(KernelError) {
    if let packed { return try run(product, packed: packed, on: level) }
    if product.suitsDirect { return runDirect(product, packed: nil, on: level) }
    if let thin = ThinProduct(product, level) { return share(product) { thin.run($0) } }
    // Whole numbers may have to be changed when A is copied.
    if level === self.level {
      if let blocking = StripBlocking(product, level, threads: members(for: product)) {
        return try runStrips(product, blocking)
      }
      if let blocking = columnBlocking(product) {
        return try runColumns(product, packed: nil, blocking)
      }
    }
    try runPacked(product, packed: nil, on: level)
  }

  private func run(
    _ product: Product, packed: PackedPanels, on level: Level
  ) throws(KernelError) {
    if level === self.level, product.rows > 2 * level.tileHeight,
      let blocking = columnBlocking(product)
    {
      return try runColumns(product, packed: packed, blocking)
    }
    if Self.isDirect(product.leftLayout, on: level) {
      return runDirect(product, packed: packed, on: level)
    }
    try runPacked(product, packed: packed, on: level)
  }

  private func runDirect(_ product: Product, packed: PackedPanels?, on level: Level) {
    let direct = DirectProduct(product: product, level: level, packed: packed)
    share(product) { direct.run($0) }
  }

  private func runStrips(_ product: Product, _ blocking: StripBlocking) throws(KernelError) {
    try workspace.withFloats(blocking.copyCount * members(for: product)) { room in
      let whole = StripProduct(product: product, level: level, blocking: blocking, room: room)
      share(product) { whole.run($0) }
    }
  }

  private func runColumns(
    _ product: Product, packed: PackedPanels?, _ blocking: ColumnBlocking
  ) throws(KernelError) {
    let rightCount = packed == nil ? blocking.rightCount : 0
    try workspace.withFloats(rightCount * members(for: product)) { room in
      let whole = ColumnProduct(
        product: product, level: level, blocking: blocking, room: room, packed: packed)
      share(product) { whole.run($0) }
    }
  }

  private func runPacked(
    _ product: Product, packed: PackedPanels?, on level: Level
  ) throws(KernelError) {
    let members = members(for: product)
    let blocking = Blocking(
      product, tileHeight: level.tileHeight, panelWidth: level.panelWidth, threads: members)
    let rightCount = packed == nil ? blocking.rightCount : 0
    try workspace.withFloats(blocking.leftCount * members + rightCount) { memory in
      let whole = PackedProduct(
        product: product, level: level, blocking: blocking, leftBlocks: memory,
        rightRoom: memory + blocking.leftCount * members, packed: packed, tickets: Tickets())
      share(product) { whole.run($0) }
    }
  }

  /// Runs `body` on the threads that take part in a product, each as another member.
  private func share(_ product: Product, _ body: @Sendable (Member) -> Void) {
    if isAlone(product) { body(.alone) } else { pool.run(body) }
  }

  /// How many threads take part.
  private func members(for product: Product) -> Int { isAlone(product) ? 1 : pool.count }

  /// How to cut a product whose A is taken where it lies and B block by block; nil if other ways suit
  /// better.
  private func columnBlocking(_ product: Product) -> ColumnBlocking? {
    guard product.depth > 0 else { return nil }
    return ColumnBlocking(
      product, panelWidth: level.panelWidth, threads: members(for: product))
  }

  private static let operationsWorthThreads = 4e6

  /// Whether A is taken as it lies where B is packed.
  static func isDirect(_ left: Layout, on level: Level) -> Bool {
    if left.columns == 0 || left.rows <= 6 * level.tileHeight { return true }
    // Rows without gaps do not meet in one set of a cache.
    return left.columnStride == 1 && left.rowStride == left.columns
      && ProductBlock.suitsDirect(left.rows, 1, left.columns)
  }
}
