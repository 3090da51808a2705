import Microkernels

/// The way without packing, for operands that fit the caches as they are: A with any strides, B with
/// contiguous rows.
struct DirectProduct {
  let product: Product
  let level: Level

  func run() {
    let width = level.panelWidth
    let whole = product.columns / width
    let rest = product.columns - whole * width
    // Whole vectors are read from B; where its last panel is no whole number of them, it is copied.
    if rest == 0 || rest * 2 == width {
      multiply(edge: product.right)
    } else {
      withUnsafeTemporaryAllocation(of: Float.self, capacity: max(1, product.depth) * width) {
        guard let edge = $0.baseAddress else { return }
        level.packPanels(
          product.right + whole * width, product.rightLayout.rowStride, product.depth, rest, edge, 0
        )
        multiply(edge: edge)
      }
    }
  }

  private func multiply(edge: UnsafePointer<Float>) {
    var block = ProductBlock(
      rows: product.rows, columns: product.columns, depth: product.depth, left: product.left,
      leftRow: product.leftLayout.rowStride, leftStep: product.leftLayout.columnStride,
      right: product.right, rightStep: product.rightLayout.rowStride,
      rightPanel: level.panelWidth, edge: edge, edgeStep: level.panelWidth,
      target: product.target, targetRow: product.targetLayout.rowStride,
      continues: product.accumulates)
    level.multiplyBlock(&block)
  }
}
