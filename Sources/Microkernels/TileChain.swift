public import CVector

/// The chains of one tile of a block. It is as large as what registers carry into a function; all else
/// is the block's and stays where it is.
@usableFromInline
package struct TileChain {
  /// The first of the tile's rows of A.
  @usableFromInline let left: UnsafePointer<Float>
  /// The tile's columns of B.
  @usableFromInline let right: UnsafePointer<Float>
  @usableFromInline let target: UnsafeMutablePointer<Float>
  /// The depth, and all strides.
  @usableFromInline let block: UnsafePointer<ProductBlock>

  @inlinable @inline(__always)
  package init(
    left: UnsafePointer<Float>, right: UnsafePointer<Float>, target: UnsafeMutablePointer<Float>,
    block: UnsafePointer<ProductBlock>
  ) {
    self.left = left
    self.right = right
    self.target = target
    self.block = block
  }

  /// Runs the chains and writes the tile. A NaN is made canonical whenever it is written; in the
  /// middle of a chain that changes nothing, since a NaN stays one.
  ///
  /// - Parameter start: where the chains start, in rows as the block says; nil for zero.
  @inlinable @inline(__always)
  package func run<T: Tile>(_: T.Type, from start: UnsafePointer<Float>?) {
    var tile =
      if let start { T(loading: start, stride: block.pointee.startRow) } else { T() }
    var left = LeftColumn(at: left, stride: block.pointee.leftRow)
    var right = right
    let leftStep = block.pointee.leftStep
    let rightStep = block.pointee.rightStep
    let rightPanel = block.pointee.rightPanel
    var remaining = block.pointee.depth
    var ahead = block.pointee.ahead
    let aheadStep = block.pointee.aheadStep
    while remaining != 0 {
      tile.step(left, first: 0, T.Width(loading: right, panel: rightPanel))
      if T.Width.isStreamed {
        T.Width.prefetch(ahead, panel: rightPanel)
        ahead = assay_opaque_pointer(ahead + aheadStep)
      }
      left.advance(by: leftStep)
      right = assay_opaque_pointer(right + rightStep)
      remaining &-= 1
    }
    let targetRow = block.pointee.targetRow
    tile.store(to: target, stride: targetRow)
    if tile.folded.hasNaN {
      canonicalize(target, rows: T.rows, columns: T.Width.count, stride: targetRow)
    }
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
