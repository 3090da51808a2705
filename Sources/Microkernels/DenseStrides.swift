/// Strides of tiles of row-major matrices without gaps, all in registers.
@usableFromInline
package protocol DenseTileStrides: TileStrides {
  /// Columns of B and C.
  var columns: Int { get }
}

extension DenseTileStrides {
  @inlinable package static var isFromZero: Bool { true }
  @inlinable package static var isDense: Bool { true }
  @inlinable package static var isConstant: Bool { false }

  @inlinable package var leftRow: Int { depth }
  @inlinable package var leftStep: Int { 1 }
  // Panels lie beside one another, and no tile is as wide as to cross from one to the next.
  @inlinable package var rightPanel: Int { 0 }
  @inlinable package var targetRow: Int { columns }
  @inlinable package var startRow: Int { 0 }
}

extension DenseTileStrides where Task == NoErrand {
  @inlinable package var errand: NoErrand { NoErrand() }
}

/// Of tiles that read B where it lies.
@usableFromInline
package struct DenseStrides: DenseTileStrides {
  @usableFromInline package let tiles: Int
  @usableFromInline package let depth: Int
  @usableFromInline package let columns: Int

  @inlinable @inline(__always)
  package init(columns: Int, depth: Int, tiles: Int = 1) {
    self.tiles = tiles
    self.columns = columns
    self.depth = depth
  }

  @inlinable package var rightStep: Int { columns }
}

/// Of tiles of square matrices, as wide as these: constants, but for their number.
@usableFromInline
package struct SquareStrides<Width: Line>: DenseTileStrides {
  @usableFromInline package let tiles: Int

  @inlinable @inline(__always)
  package init(tiles: Int) {
    self.tiles = tiles
  }

  @inlinable package static var isConstant: Bool { true }

  @inlinable package var depth: Int { Width.count }
  @inlinable package var columns: Int { Width.count }
  @inlinable package var rightStep: Int { Width.count }
}

/// Of a tile that reads B where it lies, and copies each line that it reads for the tiles below: a store
/// each that its multiplications leave room for.
@usableFromInline
package struct CopyingStrides<Width: Line>: DenseTileStrides {
  @usableFromInline package let depth: Int
  @usableFromInline package let columns: Int
  @usableFromInline package let errand: CopyRight<Width>

  @inlinable @inline(__always)
  package init(columns: Int, depth: Int, to copy: UnsafeMutablePointer<Float>) {
    self.columns = columns
    self.depth = depth
    errand = CopyRight(to: copy)
  }

  @inlinable package var tiles: Int { 1 }
  @inlinable package var rightStep: Int { columns }
}

/// Of tiles that read lines of B one after the other, as another one has copied them.
@usableFromInline
package struct CopiedStrides<Width: Line>: DenseTileStrides {
  @usableFromInline package let tiles: Int
  @usableFromInline package let depth: Int
  @usableFromInline package let columns: Int

  @inlinable @inline(__always)
  package init(columns: Int, depth: Int, tiles: Int) {
    self.tiles = tiles
    self.columns = columns
    self.depth = depth
  }

  @inlinable package var rightStep: Int { Width.count }
}
