package import Microkernels

private typealias Vector = Single<SIMD16<Float>>
private typealias Panel = Pair<Vector, Vector>

extension Level {
  package static let avx512 = Level(
    name: "avx512", panelWidth: Panel.count, tileHeight: UpToFourteen<Panel>.limit,
    multiplyBlock: {
      Microkernel.multiply(UpToFourteen<Panel>.self, UpToFourteen<Vector>.self, $0.pointee)
    },
    copyRows: {
      Microkernel.copyRows(
        Panel.self, from: $0, stride: $1, rows: $2, count: $3, to: $4, targetStride: $5)
    },
    packPanels: {
      Microkernel.packPanels(
        Panel.self, from: $0, stride: $1, depth: $2, columns: $3, to: $4, panelStride: $5)
    })
}
