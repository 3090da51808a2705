/// The entry points of one CPU level for products of eight-bit whole numbers. Each gives the same
/// numbers, exact modulo 2³².
package final class IntegerEntries: Sendable {
  package typealias Pack = @Sendable (UnsafePointer<ByteBlock>) -> Void

  /// Numbers in a cell of four bytes.
  package let perCell: Int
  /// Whether the bytes of a left cell are unsigned and those of a right one signed; if not, cells
  /// have room for either.
  package let isMixed: Bool
  /// Multiplies a block whose floats are cells.
  package let multiplyBlock: Level.Entries.MultiplyBlock
  /// Packs the rows of a left-hand side.
  package let packRows: Pack
  /// Packs a row-major right-hand side into panels.
  package let packPanels: Pack

  package init(
    perCell: Int, isMixed: Bool, multiplyBlock: @escaping Level.Entries.MultiplyBlock,
    packRows: @escaping Pack, packPanels: @escaping Pack
  ) {
    self.perCell = perCell
    self.isMixed = isMixed
    self.multiplyBlock = multiplyBlock
    self.packRows = packRows
    self.packPanels = packPanels
  }
}
