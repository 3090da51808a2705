import Microkernels

/// Puts matrices of eight-bit numbers into the cells of a level.
///
/// A level that multiplies unsigned by signed bytes (`isMixed`) gets signed left-hand numbers raised by
/// 128 and unsigned right-hand ones lowered by 128: A = A′ − α, B = B′ + β, and
/// ΣA·B = ΣA′·B′ + β·ΣA − α·ΣB′, whose second part belongs to a row and whose third to a column.
struct CellPacking {
  let level: IntegerLevel

  /// Cells for numbers that are multiplied by one another.
  func depth(_ numbers: Int) -> Int {
    (numbers + level.entries.perCell - 1) / level.entries.perCell
  }

  /// Cells that a packed right-hand side takes.
  func rightCount(_ layout: Layout) -> Int {
    Blocking.roundUp(layout.columns, to: level.cells.panelWidth) * depth(layout.rows)
  }

  func panels(_ layout: Layout, at start: UnsafePointer<Float>) -> PackedPanels {
    let width = level.cells.panelWidth
    return PackedPanels(start: start, width: width, panelStride: width * depth(layout.rows))
  }

  /// α or β, whichever `isRight` names.
  func shift(isSigned: Bool, isRight: Bool) -> Int32 {
    level.entries.isMixed && isSigned != isRight ? 128 : 0
  }

  /// Packs rows of a left-hand side, each `depth` cells long.
  func packLeft(_ matrix: ByteMatrix, into target: UnsafeMutablePointer<Float>) {
    // Copies of a few rows at a time, if there must be any.
    let stripe = matrix.layout.columnStride == 1 ? max(1, matrix.layout.rows) : 16
    let stride = depth(matrix.layout.columns)
    for row in Swift.stride(from: 0, to: matrix.layout.rows, by: stripe) {
      matrix.rows(row..<min(row + stripe, matrix.layout.rows)).withContiguousRows { rows in
        var block = block(rows, isRight: false, target: target + row * stride, stride: stride)
        level.entries.packRows(&block)
      }
    }
  }

  /// Packs this member's panels of a right-hand side to `target`, the start of all panels.
  func packRight(
    _ matrix: ByteMatrix, into target: UnsafeMutablePointer<Float>, _ member: Member
  ) {
    let columns = share(of: matrix.layout.columns, member)
    guard !columns.isEmpty else { return }
    let depth = depth(matrix.layout.rows)
    let turned = matrix.transposed.rows(columns)
    let first = target + columns.lowerBound * depth
    if matrix.layout.columnStride == 1 || matrix.layout.columns == 1 {
      var block = block(
        turned.transposed, isRight: true, target: first, stride: level.cells.panelWidth * depth)
      return level.entries.packPanels(&block)
    }
    packTurned(turned, depth: depth, into: first)
  }

  /// Packs columns that lie as rows: each row's cells first, then panels of them.
  private func packTurned(
    _ matrix: ByteMatrix, depth: Int, into target: UnsafeMutablePointer<Float>
  ) {
    let width = level.cells.panelWidth
    withUnsafeTemporaryAllocation(of: Float.self, capacity: max(1, width * depth)) { room in
      guard let cells = room.baseAddress else { return }
      for column in Swift.stride(from: 0, to: matrix.layout.rows, by: width) {
        let count = min(width, matrix.layout.rows - column)
        matrix.rows(column..<(column + count)).withContiguousRows { rows in
          var block = block(rows, isRight: true, target: cells, stride: depth)
          level.entries.packRows(&block)
        }
        level.cells.entries.packTransposed(
          cells, depth, depth, count, target + column * depth, width * depth)
      }
    }
  }

  /// Whole panels for each member.
  func share(of columns: Int, _ member: Member) -> Range<Int> {
    member.share(of: columns, by: level.cells.panelWidth)
  }

  private func block(
    _ matrix: ByteMatrix, isRight: Bool, target: UnsafeMutablePointer<Float>, stride: Int
  ) -> ByteBlock {
    // In mixed cells a byte's sign bit turns where its side reads it in the other way; wide cells
    // take it as a signed number, to which an unsigned one is as much as that lowered it.
    let flips = level.entries.isMixed ? matrix.isSigned != isRight : !matrix.isSigned
    return ByteBlock(
      source: matrix.start, stride: matrix.layout.rowStride, rows: matrix.layout.rows,
      columns: matrix.layout.columns, flip: flips ? 0x80 : 0,
      offset: level.entries.isMixed || matrix.isSigned ? 0 : 128, target: target,
      targetStride: stride)
  }
}
