/// The depth of a tile's chains, and how far apart the elements of its operands lie.
@usableFromInline
package protocol TileStrides {
  associatedtype Task: Errand

  /// Whether every chain starts from zero.
  static var isFromZero: Bool { get }

  /// Whether A's rows are without gaps and B's are each in one piece.
  static var isDense: Bool { get }

  /// Whether the compiler knows all strides, so that one pointer reaches every row of A.
  static var isConstant: Bool { get }

  /// Tiles of the same height to compute, one below the other; more than one only from zero.
  var tiles: Int { get }

  var depth: Int { get }
  var leftRow: Int { get }
  var leftStep: Int { get }
  var rightStep: Int { get }
  var rightPanel: Int { get }
  var targetRow: Int { get }
  var startRow: Int { get }

  /// What the tile does while it multiplies.
  var errand: Task { get }
}

/// Those of a block, which stay where they are.
@usableFromInline
package struct BlockStrides<Task: Errand>: TileStrides {
  @usableFromInline let block: UnsafePointer<ProductBlock>
  @usableFromInline package let errand: Task

  @inlinable @inline(__always)
  package init(_ block: UnsafePointer<ProductBlock>, _ errand: Task) {
    self.block = block
    self.errand = errand
  }

  @inlinable package static var isFromZero: Bool { false }
  @inlinable package static var isDense: Bool { false }
  @inlinable package static var isConstant: Bool { false }

  @inlinable package var tiles: Int { 1 }

  @inlinable package var depth: Int { block.pointee.depth }
  @inlinable package var leftRow: Int { block.pointee.leftRow }
  @inlinable package var leftStep: Int { block.pointee.leftStep }
  @inlinable package var rightStep: Int { errand.rightStep(of: block) }
  @inlinable package var rightPanel: Int { errand.rightPanel(of: block) }
  @inlinable package var targetRow: Int { block.pointee.targetRow }
  @inlinable package var startRow: Int { block.pointee.startRow }
}

extension BlockStrides where Task == NoErrand {
  @inlinable @inline(__always)
  package init(_ block: UnsafePointer<ProductBlock>) {
    self.init(block, NoErrand())
  }
}
