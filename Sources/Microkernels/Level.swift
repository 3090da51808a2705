/// The entry points of one CPU level. Each does the same, bit for bit, with other instructions.
package final class Level: Sendable {
  /// Copies rows: source, its stride, rows, floats in a row, target, its stride.
  package typealias CopyRows =
    @Sendable (
      UnsafePointer<Float>, Int, Int, Int, UnsafeMutablePointer<Float>, Int
    ) -> Void
  /// Packs panels of B: source, its stride, depth, columns, target, floats from panel to panel.
  package typealias PackPanels =
    @Sendable (
      UnsafePointer<Float>, Int, Int, Int, UnsafeMutablePointer<Float>, Int
    ) -> Void

  /// As `ASSAY_KERNELS` and the attestation spell it.
  package let name: String
  /// Columns of a packed panel of B.
  package let panelWidth: Int
  /// Rows of the largest tile.
  package let tileHeight: Int
  /// Computes one block.
  package let multiplyBlock: @Sendable (UnsafePointer<ProductBlock>) -> Void
  package let copyRows: CopyRows
  package let packPanels: PackPanels

  package init(
    name: String, panelWidth: Int, tileHeight: Int,
    multiplyBlock: @escaping @Sendable (UnsafePointer<ProductBlock>) -> Void,
    copyRows: @escaping CopyRows, packPanels: @escaping PackPanels
  ) {
    self.name = name
    self.panelWidth = panelWidth
    self.tileHeight = tileHeight
    self.multiplyBlock = multiplyBlock
    self.copyRows = copyRows
    self.packPanels = packPanels
  }
}
