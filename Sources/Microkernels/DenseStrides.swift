public import CVector

/// Strides of tiles of row-major matrices without gaps, all in registers.
@usableFromInline
package protocol DenseTileStrides: TileStrides {
  /// Columns of B and C.
  var columns: Int { get }
}

extension DenseTileStrides {
  @inlinable package static var isFromZero: Bool { true }

  @inlinable package var leftRow: Int { depth }
  @inlinable package var leftStep: Int { 1 }
  // Panels lie beside one another, and no tile is as wide as to cross from one to the next.
  @inlinable package var rightPanel: Int { 0 }
  @inlinable package var targetRow: Int { columns }
  @inlinable package var startRow: Int { 0 }
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

/// Of a tile that reads B where it lies, and writes down each line that it reads for the tiles below: a
/// store each that its multiplications leave room for.
@usableFromInline
package struct KeepingStrides: DenseTileStrides {
  @usableFromInline package let depth: Int
  @usableFromInline package let columns: Int
  /// Where the next line goes.
  @usableFromInline var room: UnsafeMutablePointer<Float>

  @inlinable @inline(__always)
  package init(columns: Int, depth: Int, room: UnsafeMutablePointer<Float>) {
    self.columns = columns
    self.depth = depth
    self.room = room
  }

  @inlinable package var tiles: Int { 1 }
  @inlinable package var rightStep: Int { columns }

  @inlinable @inline(__always)
  package mutating func keep<Width: Line>(_ line: Width) {
    line.store(to: room)
    room = UnsafeMutablePointer(mutating: assay_opaque_pointer(room + Width.count))
  }
}

/// Of tiles that read lines of B one after the other, as another one has written them down.
@usableFromInline
package struct KeptStrides<Width: Line>: DenseTileStrides {
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
