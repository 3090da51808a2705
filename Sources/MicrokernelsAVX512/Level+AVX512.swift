package import Microkernels

private typealias CellVector = Cells<Pairs16>
private typealias CellPanel = Pair<CellVector, CellVector>

extension Level {
  package static let avx512 = Level(
    name: "avx512", panelWidth: Panel.count, tileHeight: OnePanel.limit,
    entries: Entries(
      multiplyBlock: {
        let block = ProductBlock.at($0)
        guard !Microkernel.multiplyTile(HalfPanel.self, block) else { return }
        multiplyTiles(block)
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
        exp: { Microkernel.map($0, $1, $2) { Exponential.exp($0) } },
        log: { Microkernel.map($0, $1, $2) { Logarithm.log($0) } },
        tanh: { Microkernel.map($0, $1, $2) { HyperbolicTangent.tanh($0) } },
        erf: { Microkernel.map($0, $1, $2) { ErrorFunction.erf($0) } },
        sin: { Microkernel.map($0, $1, $2) { Trigonometry.sin($0) } },
        cos: { Microkernel.map($0, $1, $2) { Trigonometry.cos($0) } },
        gelu: { Microkernel.map($0, $1, $2) { Gates.gelu($0) } },
        silu: { Microkernel.map($0, $1, $2) { Gates.silu($0) } },
        reciprocalSquareRoot: { Microkernel.map($0, $1, $2) { SquareRoot.reciprocal($0) } }),
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

/// Not inlined, so that a single tile does without the stack that this needs.
@inline(never)
private func multiplyTiles(_ block: UnsafePointer<ProductBlock>) {
  Microkernel.multiply(TwoPanels.self, OnePanel.self, HalfPanel.self, block.pointee)
}

// Each number of rows is a function of its own. Inlined into one, they would share what they compute
// of addresses, and keep all of it on the stack. They stand in one file with the level: what two files
// of a module share is emitted weak, which no level may be.

private typealias Vector = Single<SIMD16<Float>>
private typealias Panel = Pair<Vector, Vector>

/// Four vectors a row.
private enum TwoPanels: Heights {
  typealias Width = Neighbours<Panel>
  static var limit: Int { 6 }

  static func run(_ height: Int, _ chain: TileChain) {
    switch height {
    case 1: run1(chain)
    case 2: run2(chain)
    case 3: run3(chain)
    case 4: run4(chain)
    case 5: run5(chain)
    default: run6(chain)
    }
  }

  @inline(never) static func run1(_ chain: TileChain) { chain.run(Row<Width>.self) }
  @inline(never) static func run2(_ chain: TileChain) { chain.run(Rows2<Width>.self) }
  @inline(never) static func run3(_ chain: TileChain) { chain.run(Rows3<Width>.self) }
  @inline(never) static func run4(_ chain: TileChain) { chain.run(Rows4<Width>.self) }
  @inline(never) static func run5(_ chain: TileChain) { chain.run(Rows5<Width>.self) }
  @inline(never) static func run6(_ chain: TileChain) { chain.run(Rows6<Width>.self) }
}

/// Two vectors a row.
private enum OnePanel: Heights {
  typealias Width = Panel
  static var limit: Int { 14 }

  static func run(_ height: Int, _ chain: TileChain) {
    switch height {
    case 1: run1(chain)
    case 2: run2(chain)
    case 3: run3(chain)
    case 4: run4(chain)
    case 5: run5(chain)
    case 6: run6(chain)
    case 7: run7(chain)
    case 8: run8(chain)
    case 9: run9(chain)
    case 10: run10(chain)
    case 11: run11(chain)
    case 12: run12(chain)
    case 13: run13(chain)
    default: run14(chain)
    }
  }

  @inline(never) static func run1(_ chain: TileChain) { chain.run(Row<Width>.self) }
  @inline(never) static func run2(_ chain: TileChain) { chain.run(Rows2<Width>.self) }
  @inline(never) static func run3(_ chain: TileChain) { chain.run(Rows3<Width>.self) }
  @inline(never) static func run4(_ chain: TileChain) { chain.run(Rows4<Width>.self) }
  @inline(never) static func run5(_ chain: TileChain) { chain.run(Rows5<Width>.self) }
  @inline(never) static func run6(_ chain: TileChain) { chain.run(Rows6<Width>.self) }
  @inline(never) static func run7(_ chain: TileChain) { chain.run(Rows7<Width>.self) }
  @inline(never) static func run8(_ chain: TileChain) { chain.run(Rows8<Width>.self) }
  @inline(never) static func run9(_ chain: TileChain) { chain.run(Rows9<Width>.self) }
  @inline(never) static func run10(_ chain: TileChain) { chain.run(Rows10<Width>.self) }
  @inline(never) static func run11(_ chain: TileChain) { chain.run(Rows11<Width>.self) }
  @inline(never) static func run12(_ chain: TileChain) { chain.run(Rows12<Width>.self) }
  @inline(never) static func run13(_ chain: TileChain) { chain.run(Rows13<Width>.self) }
  @inline(never) static func run14(_ chain: TileChain) { chain.run(Rows14<Width>.self) }
}

/// One vector a row.
private enum HalfPanel: Heights {
  typealias Width = Vector
  static var limit: Int { 16 }

  static func run(_ height: Int, _ chain: TileChain) {
    switch height {
    case 1: run1(chain)
    case 2: run2(chain)
    case 3: run3(chain)
    case 4: run4(chain)
    case 5: run5(chain)
    case 6: run6(chain)
    case 7: run7(chain)
    case 8: run8(chain)
    case 9: run9(chain)
    case 10: run10(chain)
    case 11: run11(chain)
    case 12: run12(chain)
    case 13: run13(chain)
    case 14: run14(chain)
    case 15: run15(chain)
    default: run16(chain)
    }
  }

  @inline(never) static func run1(_ chain: TileChain) { chain.run(Row<Width>.self) }
  @inline(never) static func run2(_ chain: TileChain) { chain.run(Rows2<Width>.self) }
  @inline(never) static func run3(_ chain: TileChain) { chain.run(Rows3<Width>.self) }
  @inline(never) static func run4(_ chain: TileChain) { chain.run(Rows4<Width>.self) }
  @inline(never) static func run5(_ chain: TileChain) { chain.run(Rows5<Width>.self) }
  @inline(never) static func run6(_ chain: TileChain) { chain.run(Rows6<Width>.self) }
  @inline(never) static func run7(_ chain: TileChain) { chain.run(Rows7<Width>.self) }
  @inline(never) static func run8(_ chain: TileChain) { chain.run(Rows8<Width>.self) }
  @inline(never) static func run9(_ chain: TileChain) { chain.run(Rows9<Width>.self) }
  @inline(never) static func run10(_ chain: TileChain) { chain.run(Rows10<Width>.self) }
  @inline(never) static func run11(_ chain: TileChain) { chain.run(Rows11<Width>.self) }
  @inline(never) static func run12(_ chain: TileChain) { chain.run(Rows12<Width>.self) }
  @inline(never) static func run13(_ chain: TileChain) { chain.run(Rows13<Width>.self) }
  @inline(never) static func run14(_ chain: TileChain) { chain.run(Rows14<Width>.self) }
  @inline(never) static func run15(_ chain: TileChain) { chain.run(Rows15<Width>.self) }
  @inline(never) static func run16(_ chain: TileChain) { chain.run(Rows16<Width>.self) }
}

extension IntegerEntries {
  package static let avx512 = IntegerEntries(
    perCell: PairFormat.perCell, isMixed: false,
    multiplyBlock: {
      Microkernel.multiply(
        UpToFourteen<CellPanel>.self, UpToFourteen<CellVector>.self, ProductBlock.at($0).pointee)
    },
    packRows: { Microkernel.packCellRows(PairFormat.self, $0.pointee) },
    packPanels: { Microkernel.packCellPanels(PairFormat.self, width: CellPanel.count, $0.pointee) })
}
