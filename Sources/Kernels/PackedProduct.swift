import Microkernels
import Synchronization

/// The general way: blocks of A and B are packed, so that whatever their strides, caches and
/// translation buffers see memory in the order of its use.
///
/// All members of a job pack one block of B together, and then take stripes of A, whoever is free.
/// Who computes what does not show in the bits: a chain is never shared.
struct PackedProduct: @unchecked Sendable {
  // Threads write disjoint parts of the target and of the blocks, and read what others wrote only
  // behind a barrier.
  let product: Product
  let level: Level
  let blocking: Blocking
  /// Room for one packed block of A for each member.
  let leftBlocks: UnsafeMutablePointer<Float>
  /// Room for a packed block of B.
  let rightRoom: UnsafeMutablePointer<Float>
  /// All of B packed already, if it is: then `rightRoom` is not used.
  let packed: PackedPanels?
  let tickets: Tickets

  /// Computes this member's part.
  func run(_ member: Member) {
    var phase = 0
    for column in stride(from: 0, to: product.columns, by: blocking.columns) {
      let columns = min(blocking.columns, product.columns - column)
      for step in stride(from: 0, to: product.depth, by: blocking.depth) {
        // The last phase's stripes of C are continued here, perhaps by another member; and nobody
        // may still read the block of B that is packed over.
        if phase > 0 { member.barrier.wait() }
        let right = rightBlock(
          step: step, depth: min(blocking.depth, product.depth - step), column: column,
          columns: columns, member)
        multiplyStripes(right, phase: phase, member)
        phase += 1
      }
    }
  }

  /// A block of B in panels: packed by all members together, unless it was packed before.
  private func rightBlock(
    step: Int, depth: Int, column: Int, columns: Int, _ member: Member
  ) -> RightBlock {
    if let packed {
      return RightBlock(of: packed, step: step, depth: depth, column: column, columns: columns)
    }
    let block = RightBlock(
      in: rightRoom, width: level.panelWidth, step: step, depth: depth, column: column,
      columns: columns)
    block.pack(product.right, product.rightLayout, level, into: rightRoom, member)
    member.barrier.wait()
    return block
  }

  private func multiplyStripes(_ right: RightBlock, phase: Int, _ member: Member) {
    let stripes = (product.rows + blocking.rows - 1) / blocking.rows
    while let stripe = tickets.next(phase: phase, of: stripes, members: member.count) {
      let row = stripe * blocking.rows
      let rows = min(blocking.rows, product.rows - row)
      let leftBlock = leftBlocks + member.index * blocking.leftCount
      let left = packLeft(
        row: row, rows: rows, step: right.step, depth: right.depth, into: leftBlock)
      var block = ProductBlock(
        rows: rows, columns: right.columns, depth: right.depth, left: UnsafePointer(leftBlock),
        leftRow: left.row, leftStep: left.step, right: right.start, rightStep: level.panelWidth,
        rightPanel: right.panelStride,
        edge: right.start + right.columns / level.panelWidth * right.panelStride,
        edgeStep: level.panelWidth, target: product.targetStart(row: row, column: right.column),
        targetRow: product.targetLayout.rowStride,
        start: right.step > 0 ? .target : product.start.from(column: right.column))
      block.isStreamed = true
      level.entries.multiplyBlock(&block)
    }
  }

  /// Copies a block of A into `block`.
  ///
  /// - Returns: the strides that it has there.
  private func packLeft(
    row: Int, rows: Int, step: Int, depth: Int, into block: UnsafeMutablePointer<Float>
  ) -> (row: Int, step: Int) {
    let source = product.leftStart(row: row, step: step)
    let layout = product.leftLayout
    if layout.columnStride == 1 {
      level.entries.copyRows(source, layout.rowStride, rows, depth, block, blocking.leftStride)
      return (blocking.leftStride, 1)
    }
    if layout.rowStride == 1 {
      level.entries.copyRows(source, layout.columnStride, depth, rows, block, blocking.rows)
      return (1, blocking.rows)
    }
    for row in 0..<rows {
      for step in 0..<depth {
        block[row * blocking.leftStride + step] =
          source[row * layout.rowStride + step * layout.columnStride]
      }
    }
    return (blocking.leftStride, 1)
  }
}

/// Hands out the stripes of each phase, each once.
final class Tickets: Sendable {
  private let taken = Atomic<Int>(0)

  /// The next stripe of a phase, or nil if all are taken. Every member asks until it gets nil, once
  /// for each phase, so that each phase uses up `count + members` numbers.
  func next(phase: Int, of count: Int, members: Int) -> Int? {
    let number = taken.add(1, ordering: .relaxed).oldValue - phase * (count + members)
    return number < count ? number : nil
  }
}
