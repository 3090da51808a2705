public import CVector

/// The shortest line of every level.
@usableFromInline
package typealias Narrowest = Single<SIMD4<Float>>

extension Microkernel {
  /// Computes a block, panel by panel: `Wide` for whole panels, `Narrow` where half a panel is left.
  @inlinable @inline(__always)
  package static func multiply<Wide: Heights, Narrow: Heights>(
    _: Wide.Type, _: Narrow.Type, _ block: ProductBlock
  ) {
    let whole = block.columns / Wide.Width.count
    for panel in 0..<whole {
      multiplyPanel(
        Wide.self, block, right: block.right + panel &* block.rightPanel, step: block.rightStep,
        column: panel &* Wide.Width.count)
    }
    let column = whole &* Wide.Width.count
    let rest = block.columns &- column
    if rest == Narrow.Width.count {
      multiplyPanel(
        Narrow.self, block, right: block.right + whole &* block.rightPanel, step: block.rightStep,
        column: column)
    } else if rest > Narrow.Width.count {
      multiplyEdge(Wide.self, block, column: column, columns: rest)
    } else if rest > 0 {
      multiplyEdge(Narrow.self, block, column: column, columns: rest)
    }
  }

  /// One panel from top to bottom, in tiles of nearly equal height.
  @inlinable @inline(__always)
  package static func multiplyPanel<H: Heights>(
    _: H.Type, _ block: ProductBlock, right: UnsafePointer<Float>, step: Int, column: Int
  ) {
    var rows = EvenRows(block.rows, limit: H.limit)
    while let (row, height) = rows.next() {
      var following = block.target + column
      if row &+ height < block.rows {
        following += (row &+ height) &* block.targetRow
      } else {
        following += H.Width.count
      }
      prefetch(H.Width.self, following, rows: H.limit, stride: block.targetRow)
      let chain = TileChain(
        depth: block.depth, left: block.left + row &* block.leftRow, leftRow: block.leftRow,
        leftStep: block.leftStep, right: right, rightStep: step,
        target: block.target + row &* block.targetRow + column, targetRow: block.targetRow,
        continues: block.continues)
      H.run(height, chain)
    }
  }

  /// The last panel where it is not a whole number of vectors: its tiles pass through a buffer, so
  /// that nothing beyond the last column is touched.
  @inlinable @inline(__always)
  package static func multiplyEdge<H: Heights>(
    _: H.Type, _ block: ProductBlock, column: Int, columns: Int
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
          leftStep: block.leftStep, right: block.edge, rightStep: block.edgeStep, target: tile,
          targetRow: width, continues: block.continues)
        H.run(height, chain)
        copyRows(
          Narrowest.self, from: tile, stride: width, rows: height, count: columns, to: target,
          targetStride: block.targetRow)
      }
    }
  }

  /// Asks for the lines of a tile of C that is computed next. Harmless beyond the end of C: a
  /// prefetch reads nothing and never fails.
  @inlinable @inline(__always)
  package static func prefetch<Width: Line>(
    _: Width.Type, _ tile: UnsafePointer<Float>, rows: Int, stride: Int
  ) {
    for row in 0..<rows {
      let line = UnsafeRawPointer(tile) + (row &* stride) &* MemoryLayout<Float>.stride
      assay_prefetch(line)
      if Width.count > 16 { assay_prefetch(line + 64) }
    }
  }
}
