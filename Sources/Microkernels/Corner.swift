public import CVector

/// Sixteen rows of four columns, each vector four rows of them: where few columns are left over, vectors
/// along a row would be empty for the most part.
@usableFromInline
package struct Corner {
  @usableFromInline var rows0 = SIMD16<Float>()
  @usableFromInline var rows4 = SIMD16<Float>()
  @usableFromInline var rows8 = SIMD16<Float>()
  @usableFromInline var rows12 = SIMD16<Float>()

  @inlinable package static var rows: Int { 16 }
  @inlinable package static var columns: Int { 4 }

  @inlinable @inline(__always)
  init() {}

  /// The next four elements of each row of A, whose rows are without gaps.
  @inlinable @inline(__always)
  init(quads left: LeftColumn) {
    rows0 = assay_join_quads(left.rows0, left.stride)
    rows4 = assay_join_quads(left.rows4, left.stride)
    rows8 = assay_join_quads(left.rows8, left.stride)
    rows12 = assay_join_quads(left.rows12, left.stride)
  }

  /// One step of every chain, with the elements at `place`, 0 to 3, of each quad.
  @inlinable @inline(__always)
  mutating func step(_ quads: Corner, place: Int, _ right: UnsafePointer<Float>) {
    let line = assay_repeat_quad(right)
    rows0 = rows0.addingProduct(assay_spread_quad(quads.rows0, place), line)
    rows4 = rows4.addingProduct(assay_spread_quad(quads.rows4, place), line)
    rows8 = rows8.addingProduct(assay_spread_quad(quads.rows8, place), line)
    rows12 = rows12.addingProduct(assay_spread_quad(quads.rows12, place), line)
  }

  @inlinable @inline(__always)
  func store(to target: UnsafeMutablePointer<Float>, stride: Int) {
    assay_part_quads(rows0, target, stride)
    assay_part_quads(rows4, target + 4 &* stride, stride)
    assay_part_quads(rows8, target + 8 &* stride, stride)
    assay_part_quads(rows12, target + 12 &* stride, stride)
    if ((rows0 + rows4) + (rows8 + rows12)).hasNaN {
      canonicalize(target, rows: Self.rows, columns: Self.columns, stride: stride)
    }
  }

  /// Computes a corner, whose chains have four steps or more.
  @inlinable @inline(__always)
  package static func run(_ chain: TileChain, _ strides: DenseStrides) {
    var tile = Corner()
    var left = LeftColumn(at: chain.left, stride: strides.leftRow)
    var right = chain.right
    let rightStep = strides.rightStep
    var remaining = strides.depth
    while remaining >= 4 {
      let quads = Corner(quads: left)
      tile.step(quads, place: 0, right)
      tile.step(quads, place: 1, right + rightStep)
      tile.step(quads, place: 2, right + 2 &* rightStep)
      tile.step(quads, place: 3, right + 3 &* rightStep)
      left.advance(by: 4)
      right = assay_opaque_pointer(right + 4 &* rightStep)
      remaining &-= 4
    }
    if remaining > 0 {
      // Behind the last element of A there may be nothing to read; those before it were read already.
      left.advance(by: remaining &- 4)
      let quads = Corner(quads: left)
      for place in 4 &- remaining..<4 {
        tile.step(quads, place: place, right)
        right += rightStep
      }
    }
    tile.store(to: chain.target, stride: strides.targetRow)
  }
}
