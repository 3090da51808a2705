/// The entry points of one CPU level. Each does the same, bit for bit, with other instructions.
package final class Level: Sendable {
  /// Functions over raw memory; what each argument is stands at the microkernel of the same name.
  package struct Entries: Sendable {
    package typealias Source = UnsafePointer<Float>
    package typealias Target = UnsafeMutablePointer<Float>

    package var multiplyBlock: @Sendable (UnsafePointer<ProductBlock>) -> Void
    package var copyRows: @Sendable (Source, Int, Int, Int, Target, Int) -> Void
    package var packPanels: @Sendable (Source, Int, Int, Int, Target, Int) -> Void
    package var apply: @Sendable (Function, Source, Target, Int) -> Void
    package var sum: @Sendable (Source, Int) -> Float
    package var softmax: @Sendable (Source, Target, Int) -> Void
    package var layerNorm: @Sendable (Source, Target, Int, Source, Source, Float) -> Void
    package var rootMeanSquareNorm: @Sendable (Source, Target, Int, Source, Float) -> Void
    package var rotate: @Sendable (Target, Int, Source, Source) -> Void

    package init(
      multiplyBlock: @escaping @Sendable (UnsafePointer<ProductBlock>) -> Void,
      copyRows: @escaping @Sendable (Source, Int, Int, Int, Target, Int) -> Void,
      packPanels: @escaping @Sendable (Source, Int, Int, Int, Target, Int) -> Void,
      apply: @escaping @Sendable (Function, Source, Target, Int) -> Void,
      sum: @escaping @Sendable (Source, Int) -> Float,
      softmax: @escaping @Sendable (Source, Target, Int) -> Void,
      layerNorm: @escaping @Sendable (Source, Target, Int, Source, Source, Float) -> Void,
      rootMeanSquareNorm: @escaping @Sendable (Source, Target, Int, Source, Float) -> Void,
      rotate: @escaping @Sendable (Target, Int, Source, Source) -> Void
    ) {
      self.multiplyBlock = multiplyBlock
      self.copyRows = copyRows
      self.packPanels = packPanels
      self.apply = apply
      self.sum = sum
      self.softmax = softmax
      self.layerNorm = layerNorm
      self.rootMeanSquareNorm = rootMeanSquareNorm
      self.rotate = rotate
    }
  }

  /// As `ASSAY_KERNELS` and the attestation spell it.
  package let name: String
  /// Columns of a packed panel of B.
  package let panelWidth: Int
  /// Rows of the largest tile.
  package let tileHeight: Int
  package let entries: Entries

  package init(name: String, panelWidth: Int, tileHeight: Int, entries: Entries) {
    self.name = name
    self.panelWidth = panelWidth
    self.tileHeight = tileHeight
    self.entries = entries
  }
}
