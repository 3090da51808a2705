import Microkernels

/// The way for an A that a cache holds: blocks of B that fit the second-level cache are packed, and A
/// passes by as it lies, so that neither B nor A travels to a farther cache and back.
///
/// Each member of a job has columns of its own, packs what it needs of B by itself, and waits for
/// nobody.
struct ColumnProduct: @unchecked Sendable {
  // Threads write disjoint columns of the target and disjoint parts of the room.
  let product: Product
  let level: Level
  let blocking: ColumnBlocking
  /// Room for one packed block of B for each member.
  let room: UnsafeMutablePointer<Float>
  /// All of B packed already, if it is: then `room` is not used.
  let packed: PackedPanels?

  /// Computes this member's columns.
  func run(_ member: Member) {
    let columns = member.share(of: product.columns, by: level.panelWidth)
    guard !columns.isEmpty else { return }
    let own = room + blocking.rightCount * member.index
    let width = packed == nil ? blocking.columns : columns.count
    for step in stride(from: 0, to: product.depth, by: blocking.depth) {
      for column in stride(from: columns.lowerBound, to: columns.upperBound, by: width) {
        multiply(
          rightBlock(
            step: step, column: column, columns: min(width, columns.upperBound - column), own))
      }
    }
  }

  private func rightBlock(
    step: Int, column: Int, columns: Int, _ room: UnsafeMutablePointer<Float>
  ) -> RightBlock {
    let depth = min(blocking.depth, product.depth - step)
    if let packed {
      return RightBlock(of: packed, step: step, depth: depth, column: column, columns: columns)
    }
    let block = RightBlock(
      in: room, width: level.panelWidth, step: step, depth: depth, column: column,
      columns: columns)
    block.pack(product.right, product.rightLayout, level, into: room, .alone)
    return block
  }

  private func multiply(_ right: RightBlock) {
    var block = ProductBlock(product, right, level)
    // What was packed just now is near.
    block.isStreamed = packed != nil
    level.entries.multiplyBlock(&block)
  }
}
