/// C = A·B of row-major matrices without gaps, B at least a vector wide: what most small products are,
/// and what six numbers describe.
@usableFromInline
package struct DenseBlock {
  @usableFromInline package let left: UnsafePointer<Float>
  @usableFromInline package let right: UnsafePointer<Float>
  @usableFromInline package let target: UnsafeMutablePointer<Float>
  @usableFromInline package let rows: Int
  @usableFromInline package let columns: Int
  @usableFromInline package let depth: Int

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

  /// What begins with a column, of rows as far apart.
  @inlinable @inline(__always)
  package func from(column: Int) -> DenseBlock {
    DenseBlock(
      left, right + column, target + column, rows: rows, columns: columns, depth: depth)
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
      chain.runGroup(
        H.self, height: height, DenseStrides(columns: columns, depth: depth, tiles: tiles))
    }
  }

  /// Whether B, of more than so many floats, does not stay in the first-level cache, rows of few columns
  /// falling into few of its sets.
  @inlinable package func isSpread(beyond floats: Int) -> Bool {
    depth &* columns > floats && rows > 32
  }

  /// The same where B is spread: the first tile copies its columns of B, side by side, and
  /// those below it read them there. Not for tiles that read four elements of A at once.
  @inlinable @inline(__always)
  package func multiplyStrip<H: Heights>(_: H.Type, copyingTo copy: UnsafeMutablePointer<Float>) {
    var rows = EvenRows(rows, limit: H.limit)
    guard let (_, height) = rows.next() else { return }
    H.run(
      height, TileChain(left: left, right: right, target: target),
      CopyingStrides<H.Width>(columns: columns, depth: depth, to: copy), from: nil)
    var chain = TileChain(
      left: left + height &* depth, right: copy, target: target + height &* columns)
    while let (height, tiles) = rows.nextGroup() {
      chain.runGroup(
        H.self, height: height,
        CopiedStrides<H.Width>(columns: columns, depth: depth, tiles: tiles))
    }
  }

  /// The columns that vectors of `lanes` floats are for: all, or all but so few that corners take them.
  @inlinable @inline(__always)
  package func vectorColumns(lanes: Int) -> Int {
    let rest = columns & (lanes &- 1)
    let hasCorners =
      (1...columnsOfCorners).contains(rest) && rows >= SmallCorner.rows && depth >= 4
    return hasCorners ? columns &- rest : columns
  }

  /// Columns that a corner has.
  @inlinable var columnsOfCorners: Int { 4 }

  /// The last four columns of `SmallCorner.rows` rows or more. Where these are no multiple of a corner's,
  /// some get the same values twice.
  @inlinable @inline(__always)
  package func multiplyCorners() {
    var next = 0
    while next < rows {
      let rest = rows &- next
      if rows >= LargestCorner.rows, (LargeCorner.rows &+ 1...LargestCorner.rows).contains(rest) {
        multiplyCorner(LargestCorner.self, from: next)
        next &+= LargestCorner.rows
      } else if rows >= LargeCorner.rows, rest > SmallCorner.rows {
        multiplyCorner(LargeCorner.self, from: next)
        next &+= LargeCorner.rows
      } else {
        multiplyCorner(SmallCorner.self, from: next)
        next &+= SmallCorner.rows
      }
    }
  }

  /// The corner that begins with a row, or earlier where it would reach beyond the last one.
  @inlinable @inline(__always)
  func multiplyCorner<C: Corner>(_: C.Type, from next: Int) {
    let row = min(next, rows &- C.rows)
    let column = columns &- columnsOfCorners
    C.run(
      TileChain(
        left: left + row &* depth, right: right + column,
        target: target + row &* columns + column),
      DenseStrides(columns: columns, depth: depth))
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
