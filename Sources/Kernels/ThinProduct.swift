import Microkernels

/// Few rows over a right-hand side that is not packed, as a vector times a matrix: B is read once, and
/// so a copy of it would take longer than the product.
struct ThinProduct: @unchecked Sendable {
  // Threads write disjoint columns of the target.
  private let product: Product
  private let level: Level

  /// - Returns: nil for a product that other ways suit better.
  init?(_ product: Product, _ level: Level) {
    let layout = product.rightLayout
    guard product.depth > 0, product.columns > 1 else { return nil }
    let isSweep = layout.columnStride == 1 && product.rows <= Self.sweepRows
    let isTurned = layout.rowStride == 1 && product.rows <= level.tileHeight
    guard isSweep || isTurned else { return nil }
    self.product = product
    self.level = level
  }

  /// Computes this member's columns.
  func run(_ member: Member) {
    let width = level.panelWidth
    let columns = member.share(of: product.columns, by: width)
    guard !columns.isEmpty else { return }
    let depth = product.rightLayout.columnStride == 1 ? Self.sweepDepth : Self.turnedDepth
    withUnsafeTemporaryAllocation(of: Float.self, capacity: depth * width) { room in
      guard let room = room.baseAddress else { return }
      if product.rightLayout.columnStride == 1 {
        sweep(columns, edge: room)
      } else {
        for column in stride(from: columns.lowerBound, to: columns.upperBound, by: width) {
          turn(column..<min(column + width, columns.upperBound), panel: room)
        }
      }
    }
  }

  /// Several rows of B at a time, from the first column to the last: memory is read in its order, and
  /// the target stays in a cache.
  private func sweep(_ columns: Range<Int>, edge: UnsafeMutablePointer<Float>) {
    let width = level.panelWidth
    let whole = columns.count / width * width
    let stride = product.rightLayout.rowStride
    for step in Swift.stride(from: 0, to: product.depth, by: Self.sweepDepth) {
      let depth = min(Self.sweepDepth, product.depth - step)
      let right = product.right + step * stride + columns.lowerBound
      if whole < columns.count {
        level.entries.packPanels(right + whole, stride, depth, columns.count - whole, edge, 0)
      }
      multiply(columns, step: step, depth: depth, right, rightStep: stride, edge: edge)
    }
  }

  /// One panel's columns of B, which are contiguous, turned into a panel part by part.
  private func turn(_ columns: Range<Int>, panel: UnsafeMutablePointer<Float>) {
    let stride = product.rightLayout.columnStride
    for step in Swift.stride(from: 0, to: product.depth, by: Self.turnedDepth) {
      let depth = min(Self.turnedDepth, product.depth - step)
      level.entries.packTransposed(
        product.right + step + columns.lowerBound * stride, stride, depth, columns.count, panel, 0)
      multiply(
        columns, step: step, depth: depth, panel, rightStep: level.panelWidth, edge: panel)
    }
  }

  private func multiply(
    _ columns: Range<Int>, step: Int, depth: Int, _ right: UnsafePointer<Float>, rightStep: Int,
    edge: UnsafePointer<Float>
  ) {
    var block = ProductBlock(
      rows: product.rows, columns: columns.count, depth: depth,
      left: product.leftStart(row: 0, step: step), leftRow: product.leftLayout.rowStride,
      leftStep: product.leftLayout.columnStride, right: right, rightStep: rightStep,
      rightPanel: level.panelWidth, edge: edge, edgeStep: level.panelWidth,
      target: product.target + columns.lowerBound, targetRow: product.targetLayout.rowStride,
      start: step > 0 ? .target : product.start.from(column: columns.lowerBound))
    level.entries.multiplyBlock(&block)
  }

  /// Rows up to which the target is small enough to be gone through for every few rows of B.
  private static let sweepRows = 4
  /// Rows of B at a time: as many streams as a processor foresees.
  private static let sweepDepth = 8
  /// Rows of a panel at a time, so that it stays in the first-level cache.
  private static let turnedDepth = 256
}
