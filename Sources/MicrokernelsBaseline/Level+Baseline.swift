package import Microkernels

private typealias Vector = Single<SIMD4<Float>>
private typealias Panel = Pair<Vector, Vector>
private typealias CellVector = Cells<Pairs<SIMD4<Int32>>>
private typealias CellPanel = Pair<CellVector, CellVector>

extension Level {
  package static let baseline = Level(
    name: "baseline", panelWidth: Panel.count, tileHeight: UpToSix<Panel>.limit,
    copyWidth: nil,
    entries: Entries(
      multiplyBlock: { multiply(ProductBlock.at($0)) },
      multiplyDense: {
        var block = ProductBlock(
          rows: $3, columns: $4, depth: $5, left: $0, leftRow: $5, leftStep: 1, right: $1,
          rightStep: $4, rightPanel: Panel.count, edge: nil, edgeStep: 0, target: $2,
          targetRow: $4, start: .zero)
        multiply(&block)
      },
      copyRows: {
        Microkernel.copyRows(
          Panel.self, from: $0, stride: $1, rows: $2, count: $3, to: $4, targetStride: $5)
      },
      packPanels: {
        Microkernel.packPanels(
          Panel.self, from: $0, stride: $1, depth: $2, columns: $3, to: $4, panelStride: $5)
      },
      packTransposed: {
        Microkernel.packTransposed(
          Panel.self, from: $0, stride: $1, depth: $2, columns: $3, to: $4, panelStride: $5)
      }),
    elements: ElementEntries(
      functions: FunctionEntries(
        exp: { Microkernel.map($0, $1, $2) { (x: Lanes16) in Exponential.exp(x) } },
        log: { Microkernel.map($0, $1, $2) { (x: Lanes16) in Logarithm.log(x) } },
        tanh: { Microkernel.map($0, $1, $2) { (x: Lanes16) in HyperbolicTangent.tanh(x) } },
        erf: { Microkernel.map($0, $1, $2) { (x: Lanes16) in ErrorFunction.erf(x) } },
        sin: { Microkernel.map($0, $1, $2) { (x: Lanes16) in Trigonometry.sin(x) } },
        cos: { Microkernel.map($0, $1, $2) { (x: Lanes16) in Trigonometry.cos(x) } },
        gelu: { Microkernel.map($0, $1, $2) { (x: Lanes16) in Gates.gelu(x) } },
        silu: { Microkernel.map($0, $1, $2) { (x: Lanes16) in Gates.silu(x) } },
        reciprocalSquareRoot: {
          Microkernel.map($0, $1, $2) { (x: Lanes16) in SquareRoot.reciprocal(x) }
        }),
      sum: ElementEntries.RowEntry(
        byFour: { Microkernel.sum(FourRows.self, $0.pointee) },
        byOne: { Microkernel.sum(Lanes16.self, $0.pointee) }),
      softmax: ElementEntries.RowEntry(
        byFour: { Microkernel.softmax(FourRows.self, $0.pointee) },
        byOne: { Microkernel.softmax(Lanes16.self, $0.pointee) }),
      layerNorm: ElementEntries.RowEntry(
        byFour: { Microkernel.layerNorm(FourRows.self, $0.pointee) },
        byOne: { Microkernel.layerNorm(Lanes16.self, $0.pointee) }),
      rmsNorm: ElementEntries.RowEntry(
        byFour: { Microkernel.rmsNorm(FourRows.self, $0.pointee) },
        byOne: { Microkernel.rmsNorm(Lanes16.self, $0.pointee) }),
      rotate: { Microkernel.rotate($0.pointee) }))
}

@inline(never)
private func multiply(_ block: UnsafePointer<ProductBlock>) {
  Microkernel.multiply(UpToSix<Panel>.self, UpToSix<Vector>.self, block)
}

extension IntegerEntries {
  package static let baseline = IntegerEntries(
    perCell: PairFormat.perCell,
    multiplyBlock: {
      Microkernel.multiply(
        UpToSix<CellPanel>.self, UpToSix<CellVector>.self, ProductBlock.at($0))
    },
    packRows: { Microkernel.packCellRows(PairFormat.self, $0.pointee) },
    packPanels: { Microkernel.packCellPanels(PairFormat.self, width: CellPanel.count, $0.pointee) })
}
