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
        height, chain, StreamStrides(block, ahead: ahead, aheadStep: aheadStep), from: start)
      if isShared { ahead &+= block.pointee.depth &* aheadStep }
    }
  }

  /// Floats: more than memory sends in the time that it takes to answer.
  @inlinable @inline(__always) static var soon: Int { 4096 }
}
