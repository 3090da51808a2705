import Microkernels

/// The way without packing: A with any strides; B with contiguous rows and small enough for the
/// caches, or packed already and passed over by few rows of A.
struct DirectProduct: @unchecked Sendable {
  // Threads write disjoint columns of the target.
  let product: Product
  let level: Level
  let packed: PackedPanels?

  /// Computes this member's columns.
  func run(_ member: Member) {
    let columns = member.share(of: product.columns, by: level.panelWidth)
    if !columns.isEmpty { run(columns) }
  }

  /// Computes a range of columns that begins with a panel and, but for the last, ends with one.
  func run(_ columns: Range<Int>) {
    guard let packed else { return multiplyUnpacked(columns) }
    let width = level.panelWidth
    let start = packed.start + columns.lowerBound / width * packed.panelStride
    let whole = columns.count / width
    multiply(
      columns, right: start, step: width, panel: packed.panelStride,
      edge: start + whole * packed.panelStride)
  }

  private func multiplyUnpacked(_ columns: Range<Int>) {
    let width = level.panelWidth
    let right = product.right + columns.lowerBound
    let step = product.rightLayout.rowStride
    if ProductBlock.needsNoEdge(columns.count, level, fromZero: product.start.isZero) {
      return multiply(columns, right: right, step: step, panel: width, edge: nil)
    }
    // Whole vectors are read from B, so that its last panel is copied.
    let whole = columns.count / width
    let rest = columns.count - whole * width
    withUnsafeTemporaryAllocation(of: Float.self, capacity: max(1, product.depth) * width) {
      guard let edge = $0.baseAddress else { return }
      level.entries.packPanels(right + whole * width, step, product.depth, rest, edge, 0)
      multiply(columns, right: right, step: step, panel: width, edge: edge)
    }
  }

  private func multiply(
    _ columns: Range<Int>, right: UnsafePointer<Float>, step: Int, panel: Int,
    edge: UnsafePointer<Float>?
  ) {
    var block = ProductBlock(
      rows: product.rows, columns: columns.count, depth: product.depth, left: product.left,
      leftRow: product.leftLayout.rowStride, leftStep: product.leftLayout.columnStride,
      right: right, rightStep: step, rightPanel: panel, edge: edge, edgeStep: level.panelWidth,
      target: product.target + columns.lowerBound, targetRow: product.targetLayout.rowStride,
      start: product.start.from(column: columns.lowerBound))
    block.isStreamed = packed != nil && isWorthAsking
    level.entries.multiplyBlock(&block)
  }

  /// Whether a packed B is there sooner if it is asked for. Few rows take so little time that the
  /// processor sees far enough ahead by itself in a cache, and a single one in memory, too.
  private var isWorthAsking: Bool {
    product.rows > 4 || product.rows > 1 && product.depth * product.columns >= Self.cacheLimit
  }

  /// Floats of B: what a last-level cache does not keep.
  private static let cacheLimit = 8 << 20
}
