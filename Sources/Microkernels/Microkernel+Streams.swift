extension Microkernel {
  /// As `multiplyStrip` does, and asks for memory: a single tile for what it will read itself in a
  /// moment, each of several for its part of what the next strip will read.
  @inlinable @inline(__always)
  package static func multiplyStreamed<H: Heights>(
    _: H.Type, _ block: UnsafePointer<ProductBlock>, right: UnsafePointer<Float>, column: Int
  ) {
    var rows = EvenRows(block.pointee.rows, limit: H.limit)
    let isShared = rows.pieces > 1
    let aheadStep = block.pointee.rightStep / max(1, rows.pieces) &+ (isShared ? 1 : 0)
    var ahead = isShared ? H.Width.panels &* block.pointee.rightPanel : soon
    while let (row, height) = rows.next() {
      let chain = TileChain(
        left: block.pointee.left + row &* block.pointee.leftRow, right: right,
        target: block.pointee.target + row &* block.pointee.targetRow + column)
      let start = block.pointee.start.map { $0 + row &* block.pointee.startRow + column }
      H.run(
        height, chain, BlockStrides(block, AskForRight(ahead: ahead, aheadStep: aheadStep)),
        from: start)
      if isShared { ahead &+= block.pointee.depth &* aheadStep }
    }
  }

  /// Computes a block whose B is copied, in tiles as wide as `H` is, which the block's columns are a
  /// multiple of: from top to bottom, and in each row of tiles from left to right, so that A passes by
  /// once. The first row of tiles copies B, the others read the copy.
  @inlinable @inline(__always)
  package static func multiplyCopying<H: Heights>(
    _: H.Type, _ block: UnsafePointer<ProductBlock>, to copy: UnsafeMutablePointer<Float>
  ) {
    let columns = block.pointee.columns
    var rows = EvenRows(block.pointee.rows, limit: H.limit)
    while let (row, height) = rows.next() {
      var column = 0
      while column < columns {
        let next = column &+ H.Width.count
        let strip = copy + column &* block.pointee.depth
        let isFirst = row == 0
        let chain = TileChain(
          left: block.pointee.left + row &* block.pointee.leftRow,
          right: isFirst ? block.pointee.right + column : UnsafePointer(strip),
          target: block.pointee.target + row &* block.pointee.targetRow + column)
        let start = block.pointee.start.map { $0 + row &* block.pointee.startRow + column }
        if isFirst {
          H.run(height, chain, BlockStrides(block, CopyRight<H.Width>(to: strip)), from: start)
        } else {
          let errand = AskAhead<H.Width>(leftRows: next == columns ? height : 0)
          H.run(height, chain, BlockStrides(block, errand), from: start)
        }
        column = next
      }
    }
  }

  /// Floats: more than memory sends in the time that it takes to answer.
  @inlinable @inline(__always) static var soon: Int { 2048 }
}
