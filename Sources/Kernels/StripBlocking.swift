import Microkernels

/// How a product is cut whose B is copied by the tiles that read it first.
struct StripBlocking {
  /// Columns of the level's tiles.
  let tileWidth: Int
  /// Steps of k at a time.
  let depth: Int

  /// Tiles side by side: so many that A passes by rarely, and so few that the copy leaves half of the
  /// second-level cache to A and C.
  private static let tiles = 2

  /// - Returns: nil for a product that would be slower so, or leave some of its threads without work.
  init?(_ product: Product, _ level: Level, threads: Int) {
    guard let tileWidth = level.copyWidth, product.depth > 0, product.rows > level.tileHeight,
      product.leftLayout.columnStride == 1, product.rightLayout.columnStride == 1,
      product.columns >= tileWidth * (threads == 1 ? 1 : 2 * threads)
    else { return nil }
    self.tileWidth = tileWidth
    depth = Blocking.evenDepth(product.depth)
  }

  /// Columns of a strip.
  var width: Int { Self.tiles * tileWidth }
  /// Floats that the copy of a strip takes.
  var copyCount: Int { width * depth }
}
