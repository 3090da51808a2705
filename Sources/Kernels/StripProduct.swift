import Microkernels

/// The way for an A and a B whose rows are without gaps: in strips of B from top to bottom. The first
/// tiles of a strip copy it while they multiply, so that packing takes no time of its own; the tiles
/// below find the copy in the second-level cache, and ask for their rows of A and C before they need
/// them, so that these pass by as they lie, no matter how large they are.
///
/// Each member of a job has columns of its own, and waits for nobody.
struct StripProduct: @unchecked Sendable {
  // Threads write disjoint columns of the target and disjoint parts of the room.
  let product: Product
  let level: Level
  let blocking: StripBlocking
  /// Room for the copy of one strip for each member.
  let room: UnsafeMutablePointer<Float>

  /// Computes this member's columns.
  func run(_ member: Member) {
    let width = blocking.tileWidth
    let own = member.share(of: product.columns, by: width)
    let room = room + blocking.copyCount * member.index
    for step in stride(from: 0, to: product.depth, by: blocking.depth) {
      for column in stride(from: own.lowerBound, to: own.upperBound, by: blocking.width) {
        let columns = min(blocking.width, own.upperBound - column)
        let whole = columns / width * width
        if whole > 0 { copyAndMultiply(column..<column + whole, step: step, room) }
        if whole < columns { packAndMultiply(column + whole..<column + columns, step: step, room) }
      }
    }
  }

  private func copyAndMultiply(
    _ columns: Range<Int>, step: Int, _ room: UnsafeMutablePointer<Float>
  ) {
    let stride = product.rightLayout.rowStride
    var block = ProductBlock(
      rows: product.rows, columns: columns.count, depth: depth(of: step),
      left: product.leftStart(row: 0, step: step), leftRow: product.leftLayout.rowStride,
      leftStep: 1, right: product.right + step * stride + columns.lowerBound, rightStep: stride,
      rightPanel: level.panelWidth, edge: nil, edgeStep: 0,
      target: product.targetStart(row: 0, column: columns.lowerBound),
      targetRow: product.targetLayout.rowStride,
      start: step > 0 ? .target : product.start.from(column: columns.lowerBound))
    block.copy = room
    level.entries.multiplyBlock(&block)
  }

  /// The last columns, which are no whole tile.
  private func packAndMultiply(
    _ columns: Range<Int>, step: Int, _ room: UnsafeMutablePointer<Float>
  ) {
    let right = RightBlock(
      in: room, width: level.panelWidth, step: step, depth: depth(of: step),
      column: columns.lowerBound, columns: columns.count)
    right.pack(product.right, product.rightLayout, level, into: room, .alone)
    var block = ProductBlock(product, right, level)
    level.entries.multiplyBlock(&block)
  }

  private func depth(of step: Int) -> Int { min(blocking.depth, product.depth - step) }
}
