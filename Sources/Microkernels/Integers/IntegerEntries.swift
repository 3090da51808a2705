/// The entry points of one CPU level for products of eight-bit whole numbers. Each gives the same
/// numbers, exact modulo 2³².
package final class IntegerEntries: Sendable {
  package typealias Pack = @Sendable (UnsafePointer<ByteBlock>) -> Void
  package typealias CopyRows =
    @Sendable (Level.Entries.Source, Int, Int, Int, Level.Entries.Target, Int) -> Void

  /// Numbers in a cell of four bytes.
  package let perCell: Int
  /// Multiplies a block whose floats are cells.
  package let multiplyBlock: Level.Entries.MultiplyBlock
  /// Packs the rows of a left-hand side.
  package let packRows: Pack
  /// Packs a row-major right-hand side into panels.
  package let packPanels: Pack
  /// Copies rows of cells as `copyRows` of a level does, their signed bytes raised by 128; nil where no
  /// byte need be raised.
  package let raiseRows: CopyRows?

  package init(
    perCell: Int, multiplyBlock: @escaping Level.Entries.MultiplyBlock, packRows: @escaping Pack,
    packPanels: @escaping Pack, raiseRows: CopyRows? = nil
  ) {
    self.perCell = perCell
    self.multiplyBlock = multiplyBlock
    self.packRows = packRows
    self.packPanels = packPanels
    self.raiseRows = raiseRows
  }

  /// Whether the bytes of a left cell are unsigned and those of a right one signed; if not, cells
  /// have room for either.
  package var isMixed: Bool { raiseRows != nil }
}
