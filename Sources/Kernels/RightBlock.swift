import Microkernels

/// A block of B cut into panels, and where it lies.
struct RightBlock {
  let step: Int
  let depth: Int
  let column: Int
  let columns: Int
  /// Start of the first panel.
  private(set) var start: UnsafePointer<Float>
  /// Floats from one panel to the next.
  private(set) var panelStride = 0

  /// The part of `packed` that begins at (`step`, `column`).
  init(
    of packed: PackedPanels, step: Int, depth: Int, column: Int, columns: Int
  ) {
    self.step = step
    self.depth = depth
    self.column = column
    self.columns = columns
    panelStride = packed.panelStride
    start = packed.start + column / packed.width * panelStride + step * packed.width
  }

  /// Room for a block at `buffer`, which holds nothing yet.
  init(
    in buffer: UnsafeMutablePointer<Float>, width: Int, step: Int, depth: Int, column: Int,
    columns: Int
  ) {
    self.step = step
    self.depth = depth
    self.column = column
    self.columns = columns
    panelStride = width * depth
    start = UnsafePointer(buffer)
  }

  /// Packs this member's share of the panels from B.
  func pack(
    _ matrix: UnsafePointer<Float>, _ layout: Layout, _ level: Level,
    into buffer: UnsafeMutablePointer<Float>, _ member: Member
  ) {
    let width = level.panelWidth
    let own = member.share(of: columns, by: width)
    guard !own.isEmpty else { return }
    let source =
      matrix + step * layout.rowStride + (column + own.lowerBound) * layout.columnStride
    let count = own.count
    let target = buffer + own.lowerBound / width * panelStride
    if layout.columnStride == 1 {
      level.entries.packPanels(source, layout.rowStride, depth, count, target, panelStride)
    } else if layout.rowStride == 1 {
      level.entries.packTransposed(
        source, layout.columnStride, depth, count, target, panelStride)
    } else {
      packStrided(source, layout, width: width, columns: count, into: target)
    }
  }

  /// Any strides: element by element.
  private func packStrided(
    _ source: UnsafePointer<Float>, _ layout: Layout, width: Int, columns: Int,
    into target: UnsafeMutablePointer<Float>
  ) {
    for first in stride(from: 0, to: columns, by: width) {
      let panel = target + first / width * panelStride
      for column in 0..<width {
        guard first + column < columns else {
          for step in 0..<depth { panel[step * width + column] = 0 }
          continue
        }
        let from = source + (first + column) * layout.columnStride
        for step in 0..<depth { panel[step * width + column] = from[step * layout.rowStride] }
      }
    }
  }
}

extension ProductBlock {
  /// All rows of an A that stays where it lies, whose rows are without gaps, times a block of B.
  init(_ product: Product, _ right: RightBlock, _ level: Level) {
    self.init(
      rows: product.rows, columns: right.columns, depth: right.depth,
      left: product.leftStart(row: 0, step: right.step), leftRow: product.leftLayout.rowStride,
      leftStep: 1, right: right.start, rightStep: level.panelWidth, rightPanel: right.panelStride,
      edge: right.start + right.columns / level.panelWidth * right.panelStride,
      edgeStep: level.panelWidth, target: product.targetStart(row: 0, column: right.column),
      targetRow: product.targetLayout.rowStride,
      start: right.step > 0 ? .target : product.start.from(column: right.column))
  }
}
