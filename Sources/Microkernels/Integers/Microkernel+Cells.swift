extension Microkernel {
  /// Packs each row of a left-hand side into cells that lie one after the other; what the last cell
  /// has no number for is zero.
  @inlinable @inline(__always)
  package static func packCellRows<Format: CellFormat>(_: Format.Type, _ block: ByteBlock) {
    let whole = block.columns / Format.perCell
    for row in 0..<block.rows {
      let source = block.source + row &* block.stride
      let target = UnsafeMutableRawPointer(block.target + row &* block.targetStride)
      for cell in 0..<whole {
        var bits: UInt32 = 0
        for place in 0..<Format.perCell {
          bits |= Format.bits(
            source[cell &* Format.perCell &+ place], flip: block.flip, offset: block.offset,
            place: place)
        }
        target.storeBytes(of: bits, toByteOffset: 4 &* cell, as: UInt32.self)
      }
      let rest = block.columns &- whole &* Format.perCell
      guard rest > 0 else { continue }
      var bits: UInt32 = 0
      for place in 0..<rest {
        bits |= Format.bits(
          source[whole &* Format.perCell &+ place], flip: block.flip, offset: block.offset,
          place: place)
      }
      target.storeBytes(of: bits, toByteOffset: 4 &* whole, as: UInt32.self)
    }
  }

  /// Cuts a row-major right-hand side into panels of `width` columns of cells, each panel's rows of
  /// cells one after the other; what the last row and the last panel have too much is zero.
  @inlinable @inline(__always)
  package static func packCellPanels<Format: CellFormat>(
    _: Format.Type, width: Int, _ block: ByteBlock
  ) {
    let depth = (block.rows &+ Format.perCell &- 1) / Format.perCell
    let panels = (block.columns &+ width &- 1) / width
    for panel in 0..<panels {
      for cell in 0..<depth {
        let line = block.target + panel &* block.targetStride + cell &* width
        for group in 0..<(width / Format.width) {
          let place = group &* Format.width
          packCells(
            Format.self, block, row: cell &* Format.perCell, column: panel &* width &+ place,
            to: line + place)
        }
      }
    }
  }

  /// One row of cells of the columns that are interleaved at a time.
  @inlinable @inline(__always)
  static func packCells<Format: CellFormat>(
    _: Format.Type, _ block: ByteBlock, row: Int, column: Int,
    to target: UnsafeMutablePointer<Float>
  ) {
    let rows = min(Format.perCell, block.rows &- row)
    let columns = min(Format.width, block.columns &- column)
    let source = block.source + row &* block.stride + column
    if rows == Format.perCell && columns == Format.width {
      return Format.interleave(
        source, stride: block.stride, flip: block.flip, offset: block.offset, to: target)
    }
    // At an edge, number by number.
    for place in 0..<Format.width {
      var bits: UInt32 = 0
      if place < columns {
        for step in 0..<rows {
          bits |= Format.bits(
            source[step &* block.stride &+ place], flip: block.flip, offset: block.offset,
            place: step)
        }
      }
      UnsafeMutableRawPointer(target + place).storeBytes(of: bits, as: UInt32.self)
    }
  }
}
