/// C = A·B of row-major matrices without gaps, B at least a vector wide: what most small products are,
/// and what six numbers describe.
@usableFromInline
package struct DenseBlock {
  @usableFromInline let left: UnsafePointer<Float>
  @usableFromInline let right: UnsafePointer<Float>
  @usableFromInline let target: UnsafeMutablePointer<Float>
  @usableFromInline package let rows: Int
  @usableFromInline package let columns: Int
  @usableFromInline let depth: Int

  @inlinable @inline(__always)
  package init(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>, rows: Int, columns: Int, depth: Int
  ) {
    self.left = left
    self.right = right
    self.target = target
    self.rows = rows
    self.columns = columns
    self.depth = depth
  }

  /// One tile as wide as the matrix.
  @inlinable @inline(__always)
  package func multiplyTile<H: Heights>(_: H.Type) {
    let strides = DenseStrides(columns: columns, depth: depth)
    H.run(rows, TileChain(left: left, right: right, target: target), strides, from: nil)
  }

  /// The first columns, as many as `H` is wide, from top to bottom.
  @inlinable @inline(__always)
  package func multiplyStrip<H: Heights>(_: H.Type) {
    var chain = TileChain(left: left, right: right, target: target)
    var groups = EvenRows(rows, limit: H.limit)
    while let (height, tiles) = groups.nextGroup() {
      let strides = DenseStrides(columns: columns, depth: depth, tiles: tiles)
      H.run(height, chain, strides, from: nil)
      chain.left += tiles &* height &* depth
      chain.target += tiles &* height &* columns
    }
  }

  /// The columns that vectors of `lanes` floats are for: all, or all but so few that corners take them.
  @inlinable @inline(__always)
  package func vectorColumns(lanes: Int) -> Int {
    let rest = columns & (lanes &- 1)
    let hasCorners =
      (1...Corner.columns).contains(rest) && rows >= Corner.rows && depth >= Corner.columns
    return hasCorners ? columns &- rest : columns
  }

  /// The last four columns. Where rows are no multiple of a corner's, some get the same values twice.
  @inlinable @inline(__always)
  package func multiplyCorners() {
    let column = columns &- Corner.columns
    let strides = DenseStrides(columns: columns, depth: depth)
    var next = 0
    while next < rows {
      let row = min(next, rows &- Corner.rows)
      let chain = TileChain(
        left: left + row &* depth, right: right + column,
        target: target + row &* columns + column)
      Corner.run(chain, strides)
      next &+= Corner.rows
    }
  }

  /// The next strip of tiles from `column` to `end`: where it begins, and its width in vectors of `lanes`
  /// floats, at most `limit` of them. Of more than that as many are taken as leave no single one: a tile
  /// one vector wide has to load as often as it multiplies. Where the last vector reaches beyond the
  /// last column, the strip begins earlier, and some elements get the same value twice.
  @inlinable @inline(__always)
  package func nextStrip(
    from column: Int, to end: Int, lanes: Int, limit: Int
  ) -> (column: Int, vectors: Int) {
    let vectors = (end &- column &+ lanes &- 1) / lanes
    var taken = min(vectors, limit)
    // One too many is halved, and so are two where halves are three vectors wide.
    if vectors == limit &+ 1 || (limit > 3 && vectors == limit &+ 2) { taken = (vectors &+ 1) / 2 }
    if taken &* lanes > columns { taken &-= 1 }
    return (min(column, columns &- taken &* lanes), taken)
  }
}
