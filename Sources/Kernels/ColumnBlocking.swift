/// How a product is cut whose A stays where it lies.
struct ColumnBlocking {
  /// Steps of k at a time.
  let depth: Int
  /// Columns that are packed at a time: whole pairs of panels.
  let columns: Int

  /// Floats of A that pass by once for every two panels of B: what leaves most of the last-level cache
  /// to others.
  private static let leftLimit = 2 << 20
  /// Floats of a packed block of B: most of the second-level cache, of which A and C need little.
  private static let rightLimit = 192 << 10

  /// - Returns: nil for a product that would be slower so, or leave some of its threads without work.
  init?(_ product: Product, panelWidth: Int, threads: Int) {
    depth = Blocking.evenDepth(product.depth)
    let panels = (product.columns + panelWidth - 1) / panelWidth
    guard product.leftLayout.columnStride == 1, depth * product.rows <= Self.leftLimit,
      threads == 1 || panels >= 2 * threads
    else { return nil }
    columns = max(2, Self.rightLimit / depth / panelWidth & ~1) * panelWidth
  }

  /// Floats that a packed block of B takes.
  var rightCount: Int { depth * columns }
}
