/// The chains of one tile: `depth` steps over strided operands. Strides are in floats.
@usableFromInline
package struct TileChain {
  @usableFromInline let depth: Int
  @usableFromInline let left: UnsafePointer<Float>
  @usableFromInline let leftRow: Int
  @usableFromInline let leftStep: Int
  @usableFromInline let right: UnsafePointer<Float>
  @usableFromInline let rightStep: Int
  @usableFromInline let target: UnsafeMutablePointer<Float>
  @usableFromInline let targetRow: Int
  /// Whether the chains start from what is in C, or from zero.
  @usableFromInline let continues: Bool

  @inlinable @inline(__always)
  package init(
    depth: Int, left: UnsafePointer<Float>, leftRow: Int, leftStep: Int,
    right: UnsafePointer<Float>, rightStep: Int, target: UnsafeMutablePointer<Float>,
    targetRow: Int, continues: Bool
  ) {
    self.depth = depth
    self.left = left
    self.leftRow = leftRow
    self.leftStep = leftStep
    self.right = right
    self.rightStep = rightStep
    self.target = target
    self.targetRow = targetRow
    self.continues = continues
  }

  /// Runs the chains and writes the tile. A NaN is made canonical whenever it is written; in the
  /// middle of a chain that changes nothing, since a NaN stays one.
  @inlinable @inline(__always)
  package func run<T: Tile>(_: T.Type) {
    var tile = continues ? T(loading: target, stride: targetRow) : T()
    var left = LeftColumn(at: left, stride: leftRow)
    var right = right
    var remaining = depth
    while remaining > 0 {
      tile.step(left, first: 0, T.Width(loading: right))
      left.advance(by: leftStep)
      right += rightStep
      remaining &-= 1
    }
    tile.store(to: target, stride: targetRow)
    if tile.folded.total.isNaN {
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
