/// The entry points of one CPU level. Each does the same, bit for bit, with other instructions.
package final class Level: Sendable {
  /// Functions over raw memory; what each argument is stands at the microkernel of the same name.
  package struct Entries: Sendable {
    package typealias Source = UnsafePointer<Float>
    package typealias Target = UnsafeMutablePointer<Float>
    /// Given the address of a `ProductBlock`. A C function has no context to retain, which a product
    /// of sixteen rows would notice; and C functions take no Swift structures.
    package typealias MultiplyBlock = @convention(c) (UnsafeRawPointer) -> Void

    /// A, B, C; rows, columns and depth, as a `DenseBlock` has them.
    package typealias MultiplyDense = @convention(c) (Source, Source, Target, Int, Int, Int) -> Void

    package var multiplyBlock: MultiplyBlock
    package var multiplyDense: MultiplyDense
    package var copyRows: @Sendable (Source, Int, Int, Int, Target, Int) -> Void
    package var packPanels: @Sendable (Source, Int, Int, Int, Target, Int) -> Void
    package var packTransposed: @Sendable (Source, Int, Int, Int, Target, Int) -> Void

    package init(
      multiplyBlock: @escaping MultiplyBlock, multiplyDense: @escaping MultiplyDense,
      copyRows: @escaping @Sendable (Source, Int, Int, Int, Target, Int) -> Void,
      packPanels: @escaping @Sendable (Source, Int, Int, Int, Target, Int) -> Void,
      packTransposed: @escaping @Sendable (Source, Int, Int, Int, Target, Int) -> Void
    ) {
      self.multiplyBlock = multiplyBlock
      self.multiplyDense = multiplyDense
      self.copyRows = copyRows
      self.packPanels = packPanels
      self.packTransposed = packTransposed
    }

  }

  /// As `ASSAY_KERNELS` and the attestation spell it.
  package let name: String
  /// Columns of a packed panel of B.
  package let panelWidth: Int
  /// Rows of the largest tile.
  package let tileHeight: Int
  /// Columns of the tiles that can copy a B that is not packed (`ProductBlock.copy`); nil where there are
  /// none.
  package let copyWidth: Int?
  /// Products.
  package let entries: Entries
  /// Functions and operations over rows.
  package let elements: ElementEntries

  package init(
    name: String, panelWidth: Int, tileHeight: Int, copyWidth: Int?, entries: Entries,
    elements: ElementEntries
  ) {
    self.name = name
    self.panelWidth = panelWidth
    self.tileHeight = tileHeight
    self.copyWidth = copyWidth
    self.entries = entries
    self.elements = elements
  }
}
