/// How a product is cut so that its parts fit the caches.
struct Blocking {
  /// Steps of k in one block: a panel of B of that depth streams through the first-level cache.
  let depth: Int
  /// Rows in one block of A, which stays in the second-level cache.
  let rows: Int
  /// Columns of the block of B that is packed at a time, for the last-level cache.
  let columns: Int

  /// Floats between two rows of a packed block of A: more than the depth by one cache line, so that
  /// rows do not fall into the same set of the cache.
  let leftStride: Int

  static let depthLimit = 1024
  /// Floats of a packed block of A: what leaves room for two panels of B in the second-level cache.
  static let leftLimit = 96 << 10
  static let columnLimit = 2048

  init(_ product: Product, tileHeight: Int, panelWidth: Int, threads: Int) {
    depth = Self.evenDepth(product.depth)
    leftStride = Self.roundUp(depth, to: 16) + 16
    let rowLimit = Self.leftLimit / depth / tileHeight * tileHeight
    let stripes = Self.roundUp(Self.pieces(product.rows, limit: rowLimit), to: threads)
    rows = Self.roundUp((product.rows + stripes - 1) / stripes, to: tileHeight)
    let sheets = Self.pieces(product.columns, limit: Self.columnLimit)
    columns = Self.roundUp((product.columns + sheets - 1) / sheets, to: panelWidth)
  }

  /// Floats that a packed block of A takes.
  var leftCount: Int { rows * leftStride }
  /// Floats that a packed block of B takes.
  var rightCount: Int { depth * columns }

  /// Steps of k in each of as few blocks as the limit allows, so that all are nearly as deep.
  static func evenDepth(_ depth: Int) -> Int {
    let pieces = pieces(depth, limit: depthLimit)
    return max(1, roundUp((depth + pieces - 1) / pieces, to: 8))
  }

  private static func pieces(_ count: Int, limit: Int) -> Int {
    max(1, (count + limit - 1) / limit)
  }

  static func roundUp(_ count: Int, to multiple: Int) -> Int {
    (count + multiple - 1) / multiple * multiple
  }
}
