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
    H.run(
      rows,
      TileChain(
        left: block.pointee.left, right: block.pointee.right, target: block.pointee.target),
      BlockStrides(block), from: block.pointee.start)
    return true
  }

  /// Computes a block, from left to right: two panels at a time with `Double`, then as `multiply` of
  /// two kinds of tiles does.
  @inlinable @inline(__always)
  package static func multiply<Double: Heights, Wide: Heights, Narrow: Heights>(
    _: Double.Type, _: Wide.Type, _: Narrow.Type, _ block: UnsafePointer<ProductBlock>
  ) {
    var column = 0
    // Few rows pass sooner over what two streams of memory bring, unless they ask for one of them.
    let isLow = block.pointee.rows <= Double.limit && !block.pointee.isStreamed
    // What one tile of `Wide` passes over once, and two panels too deep to stay in the second-level
    // cache, are not for tiles of few rows.
    let isHigh = block.pointee.rows > Wide.limit && block.pointee.depth <= 1024
    while isLow || isHigh, column &+ Double.Width.count <= block.pointee.columns {
      multiplyPanel(Double.self, block, column: column, panelWidth: Wide.Width.count)
      column &+= Double.Width.count
    }
    multiply(Wide.self, Narrow.self, block, from: column)
  }

  /// Computes a block from `column` on, where a panel begins: `Wide` for whole panels, `Narrow` where
  /// half a panel is left.
  @inlinable @inline(__always)
  package static func multiply<Wide: Heights, Narrow: Heights>(
    _: Wide.Type, _: Narrow.Type, _ block: UnsafePointer<ProductBlock>, from start: Int = 0
  ) {
    let width = Wide.Width.count
    var column = start
    while column &+ width <= block.pointee.columns {
      multiplyPanel(Wide.self, block, column: column, panelWidth: width)
      column &+= width
    }
    let rest = block.pointee.columns &- column
    guard rest > 0 else { return }
    if rest == Narrow.Width.count {
      multiplyPanel(Narrow.self, block, column: column, panelWidth: width)
    } else if let edge = block.pointee.edge {
      if rest > Narrow.Width.count {
        multiplyEdge(Wide.self, block, edge, column: column, columns: rest)
      } else {
        multiplyEdge(Narrow.self, block, edge, column: column, columns: rest)
      }
    } else {
      if rest > Narrow.Width.count {
        multiplyPanel(Narrow.self, block, column: column, panelWidth: width)
      }
      let last = block.pointee.columns &- Narrow.Width.count
      multiplyStrip(Narrow.self, block, right: block.pointee.right + last, column: last)
    }
  }

  /// The tiles of the panels that begin at `column`.
  @inlinable @inline(__always)
  package static func multiplyPanel<H: Heights>(
    _: H.Type, _ block: UnsafePointer<ProductBlock>, column: Int, panelWidth: Int
  ) {
    H.multiplyStrip(
      block, right: block.pointee.right + column / panelWidth &* block.pointee.rightPanel,
      column: column)
  }

  /// As many columns as `H` is wide, from top to bottom, in tiles of nearly equal height.
  @inlinable @inline(__always)
  package static func multiplyStrip<H: Heights>(
    _: H.Type, _ block: UnsafePointer<ProductBlock>, right: UnsafePointer<Float>, column: Int
  ) {
    var rows = EvenRows(block.pointee.rows, limit: H.limit)
    while let (row, height) = rows.next() {
      let chain = TileChain(
        left: block.pointee.left + row &* block.pointee.leftRow, right: right,
        target: block.pointee.target + row &* block.pointee.targetRow + column)
      let start = block.pointee.start.map { $0 + row &* block.pointee.startRow + column }
      H.run(height, chain, BlockStrides(block), from: start)
    }
  }

  /// The last panel where it is not a whole number of vectors: its tiles pass through a buffer, so
  /// that nothing beyond the last column is touched.
  @inlinable @inline(__always)
  package static func multiplyEdge<H: Heights>(
    _: H.Type, _ block: UnsafePointer<ProductBlock>, _ edge: UnsafePointer<Float>, column: Int,
    columns: Int
  ) {
    let width = H.Width.count
    withUnsafeTemporaryAllocation(of: Float.self, capacity: H.limit &* width) { buffer in
      guard let tile = buffer.baseAddress else { return }
      tile.initialize(repeating: 0, count: H.limit &* width)
      let whole = block.pointee
      var part = whole
      (part.rightStep, part.rightPanel, part.targetRow) = (whole.edgeStep, 0, width)
      part.startRow = width
      var rows = EvenRows(whole.rows, limit: H.limit)
      while let (row, height) = rows.next() {
        if let start = whole.start {
          copyRows(
            Narrowest.self, from: start + row &* whole.startRow + column, stride: whole.startRow,
            rows: height, count: columns, to: tile, targetStride: width)
        }
        withUnsafePointer(to: part) { part in
          let chain = TileChain(
            left: whole.left + row &* whole.leftRow, right: edge, target: tile)
          H.run(
            height, chain, BlockStrides(part), from: whole.start == nil ? nil : UnsafePointer(tile))
        }
        copyRows(
          Narrowest.self, from: tile, stride: width, rows: height, count: columns,
          to: whole.target + row &* whole.targetRow + column, targetStride: whole.targetRow)
      }
    }
  }
}
