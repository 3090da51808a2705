import Microkernels

/// Rows over raw memory, once everything about them has been checked.
struct CheckedRows: @unchecked Sendable {
  // The memory belongs to the caller of the engine, who keeps it until the call returns; threads
  // write disjoint rows of the target.
  let block: RowBlock
  /// Elements of the operands from row to row.
  let stride: Int

  /// Computes this member's rows.
  func run(_ member: Member, _ entry: ElementEntries.RowEntry) {
    let rows = member.share(of: block.rows)
    let whole = rows.lowerBound + rows.count / 4 * 4
    run(rows.lowerBound..<whole, entry.byFour)
    run(whole..<rows.upperBound, entry.byOne)
  }

  private func run(_ rows: Range<Int>, _ entry: ElementEntries.Rows) {
    var part = block
    part.rows = rows.count
    part.source += rows.lowerBound * block.columns
    part.target += rows.lowerBound * block.columns
    part.first += rows.lowerBound * stride
    part.second += rows.lowerBound * stride
    entry(&part)
  }
}
