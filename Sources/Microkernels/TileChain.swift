public import CVector

/// The operands of one tile's chains. With their strides beside it, and not in it, registers carry all of
/// both into a function: of more than four words a structure would be passed in memory.
@usableFromInline
package struct TileChain {
  /// The first of the tile's rows of A.
  @usableFromInline var left: UnsafePointer<Float>
  /// The tile's columns of B.
  @usableFromInline let right: UnsafePointer<Float>
  @usableFromInline var target: UnsafeMutablePointer<Float>

  @inlinable @inline(__always)
  package init(
    left: UnsafePointer<Float>, right: UnsafePointer<Float>, target: UnsafeMutablePointer<Float>
  ) {
    self.left = left
    self.right = right
    self.target = target
  }

  /// Runs the chains and writes the tile.
  ///
  /// - Parameter start: where the chains start, in rows as the block says; nil for zero.
  @inlinable @inline(__always)
  package func run<T: Tile, Strides: TileStrides>(
    _: T.Type, _ strides: Strides, from start: UnsafePointer<Float>?
  ) {
    var chain = self
    for _ in 0..<strides.tiles {
      var tile = begin(T.self, strides, from: start)
      var steps = TileSteps(chain, leftRow: strides.leftRow)
      chain.finish(&tile, strides, &steps, strides.depth)
      chain.left += T.rows &* strides.leftRow
      chain.target += T.rows &* strides.targetRow
    }
  }

  /// The same where the lower rows may read four elements of A at once.
  @inlinable @inline(__always)
  package func run<Upper: Tile, Lower: QuadTile, Strides: TileStrides>(
    _: Upper.Type, byQuads _: Lower.Type, _ strides: Strides, from start: UnsafePointer<Float>?
  ) where Upper.Width == Lower.Width {
    var chain = self
    for _ in 0..<strides.tiles {
      var tile = begin(Stack<Upper, Lower>.self, strides, from: start)
      var steps = TileSteps(chain, leftRow: strides.leftRow)
      var remaining = strides.depth
      while strides.leftStep == 1 && remaining >= 4 {
        steps.takeFour(byQuads: &tile, strides)
        remaining &-= 4
      }
      chain.finish(&tile, strides, &steps, remaining)
      chain.left += Stack<Upper, Lower>.rows &* strides.leftRow
      chain.target += Stack<Upper, Lower>.rows &* strides.targetRow
    }
  }

  /// Asks for what the tile below begins with, `rows` as high as this one: C, and the first cache lines of its
  /// rows of A, each of which may lie in a page of its own, where no processor looks ahead by itself.
  @inlinable @inline(__always)
  package func askForTileBelow<Strides: TileStrides>(
    rows: Int, columns: Int, _ strides: Strides
  ) {
    var row = left + rows &* strides.leftRow
    var line = target + rows &* strides.targetRow
    for _ in 0..<rows {
      assay_prefetch(line)
      assay_prefetch(line + (columns &- 1))
      assay_prefetch(row)
      assay_prefetch(row + Microkernel.cacheLine)
      row += strides.leftRow
      line += strides.targetRow
    }
  }

  /// Computes tiles of one height, from zero, and goes on to what lies below.
  @inlinable @inline(__always)
  mutating func runGroup<H: Heights, Strides: TileStrides>(
    _: H.Type, height: Int, _ strides: Strides
  ) {
    H.run(height, self, strides, from: nil)
    left += strides.tiles &* height &* strides.leftRow
    target += strides.tiles &* height &* strides.targetRow
  }

  /// Square matrices as wide as a tile.
  @inlinable @inline(__always)
  package func multiplySquare<H: Heights>(_: H.Type) {
    var chain = self
    var groups = EvenRows(H.Width.count, limit: H.limit)
    // All of this is known to the compiler, and that there are two groups at most.
    if let (height, tiles) = groups.nextGroup() {
      chain.runGroup(H.self, height: height, SquareStrides<H.Width>(tiles: tiles))
    }
    if let (height, tiles) = groups.nextGroup() {
      chain.runGroup(H.self, height: height, SquareStrides<H.Width>(tiles: tiles))
    }
  }

  @inlinable @inline(__always)
  func begin<T: Tile, Strides: TileStrides>(
    _: T.Type, _ strides: Strides, from start: UnsafePointer<Float>?
  ) -> T {
    if !Strides.isFromZero, let start { return T(loading: start, stride: strides.startRow) }
    return T()
  }

  /// Takes the last steps and writes the tile. A NaN is made canonical whenever it is written; in the
  /// middle of a chain that changes nothing, since a NaN stays one.
  @inlinable @inline(__always)
  func finish<T: Tile, Strides: TileStrides>(
    _ tile: inout T, _ strides: Strides, _ steps: inout TileSteps, _ depth: Int
  ) {
    strides.errand.multiply(&tile, strides, &steps, depth, above: target)
    let targetRow = strides.targetRow
    tile.store(to: target, stride: targetRow)
    if tile.folded.hasNaN {
      canonicalize(target, rows: T.rows, columns: T.Width.count, stride: targetRow)
    }
  }
}

/// Where a tile is on its way through k.
@usableFromInline
package struct TileSteps {
  @usableFromInline var left: LeftColumn
  @usableFromInline var right: UnsafePointer<Float>

  @inlinable @inline(__always)
  init(_ chain: TileChain, leftRow: Int) {
    left = LeftColumn(at: chain.left, stride: leftRow)
    right = chain.right
  }

  /// One step of every chain, with the next line of B.
  @inlinable @inline(__always)
  mutating func take<T: Tile>(
    _ tile: inout T, _ line: T.Width, _ leftStep: Int, _ rightStep: Int
  ) {
    tile.step(left, first: 0, line)
    left.advance(by: leftStep)
    right = assay_opaque_pointer(right + rightStep)
  }

  /// All steps but the last few, four at a time, of an A whose rows are without gaps: pointers move on
  /// once for four. They stay in this order: taken row by row, each would wait for the one before, longer
  /// than a processor that is shared looks ahead.
  @inlinable @inline(__always)
  mutating func takeFours<T: Tile, Strides: TileStrides>(
    _ tile: inout T, _ strides: Strides, rightStep: Int, _ remaining: inout Int
  ) {
    let rightPanel = strides.rightPanel
    while remaining >= 4 {
      for place in 0..<4 {
        let line = T.Width(loading: right + place &* rightStep, panel: rightPanel)
        tile.step(left.ahead(place), first: 0, line)
        tile.keepOrder()
      }
      advanceByFour(strides, rightStep: rightStep)
      remaining &-= 4
    }
  }

  /// Four steps, of which the lower rows read their elements of A at once.
  @inlinable @inline(__always)
  mutating func takeFour<Upper: Tile, Lower: QuadTile, Strides: TileStrides>(
    byQuads tile: inout Stack<Upper, Lower>, _ strides: Strides
  ) {
    let quads = Lower(quads: left, first: Upper.rows)
    for place in 0..<4 {
      let line = Upper.Width(loading: right + place &* strides.rightStep)
      tile.step(left.ahead(place), quads, place: place, line)
      tile.keepOrder()
    }
    advanceByFour(strides, rightStep: strides.rightStep)
  }

  @inlinable @inline(__always)
  mutating func advanceByFour<Strides: TileStrides>(_ strides: Strides, rightStep: Int) {
    if Strides.isConstant {
      left = LeftColumn(at: assay_opaque_pointer(left.rows0 + 4), stride: strides.leftRow)
    } else {
      left.advance(by: 4)
    }
    right = assay_opaque_pointer(right + 4 &* rightStep)
  }
}

/// Replaces each NaN by the profile's only one, the positive quiet NaN without payload: which of
/// two NaNs an instruction hands on differs between processors.
@usableFromInline
func canonicalize(_ block: UnsafeMutablePointer<Float>, rows: Int, columns: Int, stride: Int) {
  for row in 0..<rows {
    let line = block + row * stride
    for column in 0..<columns where line[column].isNaN { line[column] = .nan }
  }
}
