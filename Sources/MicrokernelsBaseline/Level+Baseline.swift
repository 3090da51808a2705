package import Microkernels

private typealias Vector = Single<SIMD4<Float>>
private typealias Panel = Pair<Vector, Vector>

extension Level {
  package static let baseline = Level(
    name: "baseline", panelWidth: Panel.count, tileHeight: UpToSix<Panel>.limit,
    multiplyBlock: { Microkernel.multiply(UpToSix<Panel>.self, UpToSix<Vector>.self, $0.pointee) },
    copyRows: {
      Microkernel.copyRows(
        Panel.self, from: $0, stride: $1, rows: $2, count: $3, to: $4, targetStride: $5)
    },
    packPanels: {
      Microkernel.packPanels(
        Panel.self, from: $0, stride: $1, depth: $2, columns: $3, to: $4, panelStride: $5)
    })
}
