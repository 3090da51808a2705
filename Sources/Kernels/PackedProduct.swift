import Microkernels

/// The general way: blocks of A and B are packed, so that whatever their strides, caches and
/// translation buffers see memory in the order of its use.
struct PackedProduct {
  let product: Product
  let level: Level
  let blocking: Blocking
  /// Room for a packed block of A.
  let leftBlock: UnsafeMutablePointer<Float>
  /// Room for a packed block of B.
  let rightBlock: UnsafeMutablePointer<Float>

  func run() {
    for column in stride(from: 0, to: product.columns, by: blocking.columns) {
      let columns = min(blocking.columns, product.columns - column)
      for step in stride(from: 0, to: product.depth, by: blocking.depth) {
        let depth = min(blocking.depth, product.depth - step)
        packRight(step: step, depth: depth, column: column, columns: columns)
        for row in stride(from: 0, to: product.rows, by: blocking.rows) {
          multiply(
            row: row, rows: min(blocking.rows, product.rows - row), step: step, depth: depth,
            column: column, columns: columns)
        }
      }
    }
  }

  private func packRight(step: Int, depth: Int, column: Int, columns: Int) {
    let source = product.rightStart(step: step, column: column)
    let layout = product.rightLayout
    let panelStride = level.panelWidth * depth
    if layout.columnStride == 1 {
      level.packPanels(source, layout.rowStride, depth, columns, rightBlock, panelStride)
    } else {
      packStrided(source, depth: depth, columns: columns)
    }
  }

  /// Any strides: element by element.
  private func packStrided(_ source: UnsafePointer<Float>, depth: Int, columns: Int) {
    let layout = product.rightLayout
    let width = level.panelWidth
    var target = rightBlock
    for first in stride(from: 0, to: columns, by: width) {
      for step in 0..<depth {
        for column in 0..<width {
          let isInside = first + column < columns
          target[column] =
            isInside
            ? source[step * layout.rowStride + (first + column) * layout.columnStride] : 0
        }
        target += width
      }
    }
  }

  private func multiply(
    row: Int, rows: Int, step: Int, depth: Int, column: Int, columns: Int
  ) {
    let left = packLeft(row: row, rows: rows, step: step, depth: depth)
    let panelStride = level.panelWidth * depth
    var block = ProductBlock(
      rows: rows, columns: columns, depth: depth, left: leftBlock, leftRow: left.row,
      leftStep: left.step, right: rightBlock, rightStep: level.panelWidth,
      rightPanel: panelStride,
      edge: rightBlock + columns / level.panelWidth * panelStride, edgeStep: level.panelWidth,
      target: product.targetStart(row: row, column: column),
      targetRow: product.targetLayout.rowStride, continues: product.accumulates || step > 0)
    level.multiplyBlock(&block)
  }

  /// Copies a block of A into `leftBlock`.
  ///
  /// - Returns: the strides that it has there.
  private func packLeft(row: Int, rows: Int, step: Int, depth: Int) -> (row: Int, step: Int) {
    let source = product.leftStart(row: row, step: step)
    let layout = product.leftLayout
    if layout.columnStride == 1 {
      level.copyRows(source, layout.rowStride, rows, depth, leftBlock, blocking.leftStride)
      return (blocking.leftStride, 1)
    }
    if layout.rowStride == 1 {
      level.copyRows(source, layout.columnStride, depth, rows, leftBlock, blocking.rows)
      return (1, blocking.rows)
    }
    for row in 0..<rows {
      for step in 0..<depth {
        leftBlock[row * blocking.leftStride + step] =
          source[row * layout.rowStride + step * layout.columnStride]
      }
    }
    return (blocking.leftStride, 1)
  }
}
