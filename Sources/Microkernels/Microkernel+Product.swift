/// The shortest line of every level.
@usableFromInline
package typealias Narrowest = Single<SIMD4<Float>>

extension Microkernel {
  /// Computes a block that is one tile of unpacked operands, with as little to do besides as can be.
  ///
  /// - Returns: false for any other block, of which nothing was computed.
  @inlinable @inline(__always)
  package static func multiplyTile<H: Heights>(
    _: H.Type, _ block: UnsafePointer<ProductBlock>
  ) -> Bool {
    let rows = block.pointee.rows
    guard block.pointee.columns == H.Width.count, rows > 0, rows <= H.limit else { return false }
    H.run(rows, TileChain(ofSmall: block))
    return true
  }

  /// Computes a block, from left to right: two panels at a time with `Double`, then as `multiply` of
  /// two kinds of tiles does.
  @inlinable @inline(__always)
  package static func multiply<Double: Heights, Wide: Heights, Narrow: Heights>(
    _: Double.Type, _: Wide.Type, _: Narrow.Type, _ block: ProductBlock
  ) {
    var column = 0
    // What one tile of `Wide` passes over once, and two panels too deep to stay in the second-level
    // cache, are not for tiles of few rows.
    let isHigh = block.rows > Wide.limit && block.depth <= 1024
    while isHigh && column &+ Double.Width.count <= block.columns {
      multiplyPanel(Double.self, block, column: column, panelWidth: Wide.Width.count)
      column &+= Double.Width.count
    }
    multiply(Wide.self, Narrow.self, block, from: column)
  }

  /// Computes a block from `column` on, where a panel begins: `Wide` for whole panels, `Narrow` where
  /// half a panel is left.
  @inlinable @inline(__always)
  package static func multiply<Wide: Heights, Narrow: Heights>(
    _: Wide.Type, _: Narrow.Type, _ block: ProductBlock, from start: Int = 0
  ) {
    let width = Wide.Width.count
    var column = start
    while column &+ width <= block.columns {
      multiplyPanel(Wide.self, block, column: column, panelWidth: width)
      column &+= width
    }
    let rest = block.columns &- column
    guard rest > 0 else { return }
    if rest == Narrow.Width.count {
      multiplyPanel(Narrow.self, block, column: column, panelWidth: width)
    } else if let edge = block.edge {
      if rest > Narrow.Width.count {
        multiplyEdge(Wide.self, block, edge, column: column, columns: rest)
      } else {
        multiplyEdge(Narrow.self, block, edge, column: column, columns: rest)
      }
    } else {
      if rest > Narrow.Width.count {
        multiplyPanel(Narrow.self, block, column: column, panelWidth: width)
      }
      let last = block.columns &- Narrow.Width.count
      multiplyStrip(Narrow.self, block, right: block.right + last, column: last)
    }
  }

  /// The tiles of the panels that begin at `column`.
  @inlinable @inline(__always)
  package static func multiplyPanel<H: Heights>(
    _: H.Type, _ block: ProductBlock, column: Int, panelWidth: Int
  ) {
    multiplyStrip(
      H.self, block, right: block.right + column / panelWidth &* block.rightPanel, column: column)
  }

  /// As many columns as `H` is wide, from top to bottom, in tiles of nearly equal height.
  @inlinable @inline(__always)
  package static func multiplyStrip<H: Heights>(
    _: H.Type, _ block: ProductBlock, right: UnsafePointer<Float>, column: Int
  ) {
    var rows = EvenRows(block.rows, limit: H.limit)
    while let (row, height) = rows.next() {
      let chain = TileChain(
        depth: block.depth, left: block.left + row &* block.leftRow, leftRow: block.leftRow,
        leftStep: block.leftStep, right: right, rightStep: block.rightStep,
        rightPanel: block.rightPanel, target: block.target + row &* block.targetRow + column,
        targetRow: block.targetRow, continues: block.continues)
      H.run(height, chain)
    }
  }

  /// The last panel where it is not a whole number of vectors: its tiles pass through a buffer, so
  /// that nothing beyond the last column is touched.
  @inlinable @inline(__always)
  package static func multiplyEdge<H: Heights>(
    _: H.Type, _ block: ProductBlock, _ edge: UnsafePointer<Float>, column: Int, columns: Int
  ) {
    let width = H.Width.count
    withUnsafeTemporaryAllocation(of: Float.self, capacity: H.limit &* width) { buffer in
      guard let tile = buffer.baseAddress else { return }
      tile.initialize(repeating: 0, count: H.limit &* width)
      var rows = EvenRows(block.rows, limit: H.limit)
      while let (row, height) = rows.next() {
        let target = block.target + row &* block.targetRow + column
        if block.continues {
          copyRows(
            Narrowest.self, from: target, stride: block.targetRow, rows: height, count: columns,
            to: tile, targetStride: width)
        }
        let chain = TileChain(
          depth: block.depth, left: block.left + row &* block.leftRow, leftRow: block.leftRow,
          leftStep: block.leftStep, right: edge, rightStep: block.edgeStep, rightPanel: 0,
          target: tile, targetRow: width, continues: block.continues)
        H.run(height, chain)
        copyRows(
          Narrowest.self, from: tile, stride: width, rows: height, count: columns, to: target,
          targetStride: block.targetRow)
      }
    }
  }
}
