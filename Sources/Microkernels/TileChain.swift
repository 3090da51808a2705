public import CVector

/// The chains of one tile: `depth` steps over strided operands. Strides are in floats.
@usableFromInline
package struct TileChain {
  @usableFromInline let depth: Int
  @usableFromInline let left: UnsafePointer<Float>
  @usableFromInline let leftRow: Int
  @usableFromInline let leftStep: Int
  @usableFromInline let right: UnsafePointer<Float>
  @usableFromInline let rightStep: Int
  /// From one panel of B to the next, for tiles as wide as two.
  @usableFromInline let rightPanel: Int
  @usableFromInline let target: UnsafeMutablePointer<Float>
  @usableFromInline let targetRow: Int
  /// Whether the chains start from what is in C, or from zero.
  @usableFromInline let continues: Bool

  @inlinable @inline(__always)
  package init(
    depth: Int, left: UnsafePointer<Float>, leftRow: Int, leftStep: Int,
    right: UnsafePointer<Float>, rightStep: Int, rightPanel: Int,
    target: UnsafeMutablePointer<Float>, targetRow: Int, continues: Bool
  ) {
    self.depth = depth
    self.left = left
    self.leftRow = leftRow
    self.leftStep = leftStep
    self.right = right
    self.rightStep = rightStep
    self.rightPanel = rightPanel
    self.target = target
    self.targetRow = targetRow
    self.continues = continues
  }

  /// The one tile of a block that has just been written. The numbers are taken one by one: the
  /// compiler would copy them in pairs, and what was written as two cannot be read as one until it
  /// has reached the cache.
  @inlinable @inline(__always)
  package init(ofSmall block: UnsafePointer<ProductBlock>) {
    self.init(
      depth: assay_opaque_number(block.pointee.depth),
      left: assay_opaque_pointer(block.pointee.left),
      leftRow: assay_opaque_number(block.pointee.leftRow),
      leftStep: assay_opaque_number(block.pointee.leftStep),
      right: assay_opaque_pointer(block.pointee.right),
      rightStep: assay_opaque_number(block.pointee.rightStep), rightPanel: 0,
      target: UnsafeMutablePointer(mutating: assay_opaque_pointer(block.pointee.target)),
      targetRow: assay_opaque_number(block.pointee.targetRow),
      continues: block.pointee.continues)
  }

  /// Runs the chains and writes the tile. A NaN is made canonical whenever it is written; in the
  /// middle of a chain that changes nothing, since a NaN stays one.
  @inlinable @inline(__always)
  package func run<T: Tile>(_: T.Type) {
    var tile = continues ? T(loading: target, stride: targetRow) : T()
    var left = LeftColumn(at: left, stride: leftRow)
    var right = right
    var remaining = depth
    while remaining != 0 {
      tile.step(left, first: 0, T.Width(loading: right, panel: rightPanel))
      left.advance(by: leftStep)
      right = assay_opaque_pointer(right + rightStep)
      remaining &-= 1
    }
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
