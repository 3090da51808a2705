extension Microkernel {
  /// As `multiplyStrip` does, and asks for memory: a single tile for what it will read itself in a
  /// moment, each of several for its part of what the next strip will read.
  @inlinable @inline(__always)
  package static func multiplyStreamed<H: Heights>(
    _: H.Type, _ block: UnsafePointer<ProductBlock>, right: UnsafePointer<Float>, column: Int
  ) {
    var rows = EvenRows(block.pointee.rows, limit: H.limit)
    var part = block.pointee
    if rows.pieces == 1 {
      (part.ahead, part.aheadStep) = (right + soon, part.rightStep)
    } else {
      part.ahead = right + H.Width.panels &* part.rightPanel
      part.aheadStep = part.rightStep / rows.pieces &+ 1
    }
    while let (row, height) = rows.next() {
      withUnsafePointer(to: part) { part in
        let chain = TileChain(
          left: part.pointee.left + row &* part.pointee.leftRow, right: right,
          target: part.pointee.target + row &* part.pointee.targetRow + column, block: part)
        let start = part.pointee.start.map { $0 + row &* part.pointee.startRow + column }
        H.run(height, chain, from: start)
      }
      part.ahead += part.depth &* part.aheadStep
    }
  }

  /// Floats: more than memory sends in the time that it takes to answer.
  @inlinable @inline(__always) static var soon: Int { 4096 }
}
