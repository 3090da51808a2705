/// The depth of a tile's chains, and how far apart the elements of its operands lie.
@usableFromInline
package protocol TileStrides {
  /// Whether every chain starts from zero.
  static var isFromZero: Bool { get }

  /// Tiles of the same height to compute, one below the other; more than one only from zero.
  var tiles: Int { get }

  var depth: Int { get }
  var leftRow: Int { get }
  var leftStep: Int { get }
  var rightStep: Int { get }
  var rightPanel: Int { get }
  var targetRow: Int { get }
  var startRow: Int { get }

  /// Whether a tile asks for what will be read of B later while it computes, so that caches fill at the
  /// pace of the multiplications instead of in bursts that these would have to wait for.
  static var looksAhead: Bool { get }
  /// Where that begins, after the tile's own start in B.
  var ahead: Int { get }
  /// How much further it is with each k.
  var aheadStep: Int { get }

  /// Takes note of a line of B that a tile has read.
  mutating func keep<Width: Line>(_ line: Width)
}

extension TileStrides {
  @inlinable package static var looksAhead: Bool { false }
  @inlinable package var ahead: Int { 0 }
  @inlinable package var aheadStep: Int { 0 }

  @inlinable @inline(__always)
  package mutating func keep<Width: Line>(_ line: Width) {}
}

/// Those of a block, which stay where they are.
@usableFromInline
package struct BlockStrides: TileStrides {
  @usableFromInline let block: UnsafePointer<ProductBlock>

  @inlinable @inline(__always)
  package init(_ block: UnsafePointer<ProductBlock>) {
    self.block = block
  }

  @inlinable package static var isFromZero: Bool { false }

  @inlinable package var tiles: Int { 1 }

  @inlinable package var depth: Int { block.pointee.depth }
  @inlinable package var leftRow: Int { block.pointee.leftRow }
  @inlinable package var leftStep: Int { block.pointee.leftStep }
  @inlinable package var rightStep: Int { block.pointee.rightStep }
  @inlinable package var rightPanel: Int { block.pointee.rightPanel }
  @inlinable package var targetRow: Int { block.pointee.targetRow }
  @inlinable package var startRow: Int { block.pointee.startRow }
}

/// Those of a block whose B comes from far away.
@usableFromInline
package struct StreamStrides: TileStrides {
  @usableFromInline let block: BlockStrides
  @usableFromInline package let ahead: Int
  @usableFromInline package let aheadStep: Int

  @inlinable @inline(__always)
  package init(_ block: UnsafePointer<ProductBlock>, ahead: Int, aheadStep: Int) {
    self.block = BlockStrides(block)
    self.ahead = ahead
    self.aheadStep = aheadStep
  }

  @inlinable package static var isFromZero: Bool { false }
  @inlinable package static var looksAhead: Bool { true }

  @inlinable package var tiles: Int { 1 }

  @inlinable package var depth: Int { block.depth }
  @inlinable package var leftRow: Int { block.leftRow }
  @inlinable package var leftStep: Int { block.leftStep }
  @inlinable package var rightStep: Int { block.rightStep }
  @inlinable package var rightPanel: Int { block.rightPanel }
  @inlinable package var targetRow: Int { block.targetRow }
  @inlinable package var startRow: Int { block.startRow }
}
