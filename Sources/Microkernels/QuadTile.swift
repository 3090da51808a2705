public import CVector

/// A tile one vector wide that reads four elements of a row of A at once, where rows are without gaps.
///
/// Such a tile multiplies once for each element that it reads, and processors load no faster than they
/// multiply. A vector of four elements repeated is one load for four multiplications, and the units that
/// spread each of the four over a vector have nothing else to do.
@usableFromInline
package protocol QuadTile: Tile {
  /// The next four elements of each row of A, repeated.
  init(quads left: LeftColumn, first: Int)

  /// One step of every chain, with the elements at `place`, 0 to 3, of each quad.
  mutating func step(quads: Self, place: Int, _ right: Width)
}

extension Row: QuadTile where Width == Single<SIMD16<Float>> {
  @inlinable @inline(__always)
  package init(quads left: LeftColumn, first: Int) {
    line = Single(lanes: assay_repeat_quad(left.address(row: first)))
  }

  @inlinable @inline(__always)
  package mutating func step(quads: Self, place: Int, _ right: Width) {
    line.lanes = line.lanes.addingProduct(
      assay_spread_quad(quads.line.lanes, place), right.lanes)
  }
}

extension Stack: QuadTile where Upper: QuadTile, Lower: QuadTile {
  @inlinable @inline(__always)
  package init(quads left: LeftColumn, first: Int) {
    upper = Upper(quads: left, first: first)
    lower = Lower(quads: left, first: first &+ Upper.rows)
  }

  @inlinable @inline(__always)
  package mutating func step(quads: Self, place: Int, _ right: Width) {
    upper.step(quads: quads.upper, place: place, right)
    lower.step(quads: quads.lower, place: place, right)
  }
}

extension Stack where Lower: QuadTile {
  /// One step of every chain, of which the lower rows have their elements of A in `quads`.
  @inlinable @inline(__always)
  package mutating func step(_ left: LeftColumn, _ quads: Lower, place: Int, _ right: Width) {
    upper.step(left, first: 0, right)
    lower.step(quads: quads, place: place, right)
  }
}
