package import Microkernels

private typealias Vector = Single<SIMD8<Float>>
/// Keeps the optimizer from compiling functions ahead of this module, for no level in particular.
private enum Tag {}
private typealias Panel = Pair<Vector, Vector>

extension Level {
  package static let avx2 = Level(
    name: "avx2", panelWidth: Panel.count, tileHeight: UpToSix<Panel>.limit,
    entries: Entries(
      multiplyBlock: {
        Microkernel.multiply(UpToSix<Panel>.self, UpToSix<Vector>.self, $0.pointee)
      },
      copyRows: {
        Microkernel.copyRows(
          Panel.self, from: $0, stride: $1, rows: $2, count: $3, to: $4, targetStride: $5)
      },
      packPanels: {
        Microkernel.packPanels(
          Panel.self, from: $0, stride: $1, depth: $2, columns: $3, to: $4, panelStride: $5)
      },
      apply: { Microkernel.apply(Tag.self, $0, $1, $2, $3) },
      sum: { Microkernel.sum(Tag.self, $0, $1) },
      softmax: { Microkernel.softmax(Tag.self, $0, $1, $2) },
      layerNorm: {
        Microkernel.layerNorm(Tag.self, $0, $1, $2, gain: $3, bias: $4, epsilon: $5)
      },
      rootMeanSquareNorm: {
        Microkernel.rootMeanSquareNorm(Tag.self, $0, $1, $2, gain: $3, epsilon: $4)
      },
      rotate: { Microkernel.rotate(Tag.self, $0, half: $1, cosines: $2, sines: $3) }))
}
