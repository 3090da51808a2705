package import Microkernels

private typealias CellVector = Cells<Pairs<SIMD16<Int32>>>
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
        exp: { Microkernel.map($0, $1, $2) { (x: Lanes16) in Exponential.exp(x) } },
        log: { Microkernel.map($0, $1, $2) { (x: TwoVectors) in Logarithm.log(x) } },
        tanh: { Microkernel.map($0, $1, $2) { (x: Lanes16) in HyperbolicTangent.tanh(x) } },
        erf: { Microkernel.map($0, $1, $2) { (x: Lanes16) in ErrorFunction.erf(x) } },
        sin: { Microkernel.map($0, $1, $2) { (x: Lanes16) in Trigonometry.sin(x) } },
        cos: { Microkernel.map($0, $1, $2) { (x: Lanes16) in Trigonometry.cos(x) } },
        gelu: { Microkernel.map($0, $1, $2) { (x: TwoVectors) in Gates.gelu(x) } },
        silu: { Microkernel.map($0, $1, $2) { (x: FourVectors) in Gates.silu(x) } },
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

/// Not inlined, so that a single tile does without the stack that this needs.
@inline(never)
private func multiplyTiles(_ block: UnsafePointer<ProductBlock>) {
  Microkernel.multiply(TwoPanels.self, OnePanel.self, HalfPanel.self, block)
}

private typealias Vector = Single<SIMD16<Float>>
private typealias Panel = Pair<Vector, Vector>
/// Four vectors a row.
private typealias TwoPanels = Six<Neighbours<Panel>>
/// Two vectors a row.
private typealias OnePanel = Fourteen<Panel>
/// One vector a row.
private typealias HalfPanel = Sixteen<Vector>

// Each number of rows is a function of its own. Inlined into one, they would share what they compute
// of addresses, and keep all of it on the stack. They stand in one file with the level: what two files
// of a module share is emitted weak, which no level may be.

/// Up to six rows.
private enum Six<Width: Line>: Heights {
  static var limit: Int { 6 }

  static func run(_ height: Int, _ chain: TileChain, from start: UnsafePointer<Float>?) {
    switch height {
    case 1: run1(chain, start)
    case 2: run2(chain, start)
    case 3: run3(chain, start)
    case 4: run4(chain, start)
    case 5: run5(chain, start)
    default: run6(chain, start)
    }
  }

  @inline(never) static func run1(_ chain: TileChain, _ start: UnsafePointer<Float>?) {
    chain.run(Row<Width>.self, from: start)
  }
  @inline(never) static func run2(_ chain: TileChain, _ start: UnsafePointer<Float>?) {
    chain.run(Rows2<Width>.self, from: start)
  }
  @inline(never) static func run3(_ chain: TileChain, _ start: UnsafePointer<Float>?) {
    chain.run(Rows3<Width>.self, from: start)
  }
  @inline(never) static func run4(_ chain: TileChain, _ start: UnsafePointer<Float>?) {
    chain.run(Rows4<Width>.self, from: start)
  }
  @inline(never) static func run5(_ chain: TileChain, _ start: UnsafePointer<Float>?) {
    chain.run(Rows5<Width>.self, from: start)
  }
  @inline(never) static func run6(_ chain: TileChain, _ start: UnsafePointer<Float>?) {
    chain.run(Rows6<Width>.self, from: start)
  }
}

/// Up to fourteen rows: with two vectors a row, what thirty-two registers hold.
private enum Fourteen<Width: Line>: Heights {
  static var limit: Int { 14 }

  static func run(_ height: Int, _ chain: TileChain, from start: UnsafePointer<Float>?) {
    switch height {
    case ...6: Six<Width>.run(height, chain, from: start)
    case 7: run7(chain, start)
    case 8: run8(chain, start)
    case 9: run9(chain, start)
    case 10: run10(chain, start)
    case 11: run11(chain, start)
    case 12: run12(chain, start)
    case 13: run13(chain, start)
    default: run14(chain, start)
    }
  }

  @inline(never) static func run7(_ chain: TileChain, _ start: UnsafePointer<Float>?) {
    chain.run(Rows7<Width>.self, from: start)
  }
  @inline(never) static func run8(_ chain: TileChain, _ start: UnsafePointer<Float>?) {
    chain.run(Rows8<Width>.self, from: start)
  }
  @inline(never) static func run9(_ chain: TileChain, _ start: UnsafePointer<Float>?) {
    chain.run(Rows9<Width>.self, from: start)
  }
  @inline(never) static func run10(_ chain: TileChain, _ start: UnsafePointer<Float>?) {
    chain.run(Rows10<Width>.self, from: start)
  }
  @inline(never) static func run11(_ chain: TileChain, _ start: UnsafePointer<Float>?) {
    chain.run(Rows11<Width>.self, from: start)
  }
  @inline(never) static func run12(_ chain: TileChain, _ start: UnsafePointer<Float>?) {
    chain.run(Rows12<Width>.self, from: start)
  }
  @inline(never) static func run13(_ chain: TileChain, _ start: UnsafePointer<Float>?) {
    chain.run(Rows13<Width>.self, from: start)
  }
  @inline(never) static func run14(_ chain: TileChain, _ start: UnsafePointer<Float>?) {
    chain.run(Rows14<Width>.self, from: start)
  }
}

/// Up to sixteen rows, of one vector each.
private enum Sixteen<Width: Line>: Heights {
  static var limit: Int { 16 }

  static func run(_ height: Int, _ chain: TileChain, from start: UnsafePointer<Float>?) {
    switch height {
    case ...14: Fourteen<Width>.run(height, chain, from: start)
    case 15: run15(chain, start)
    default: run16(chain, start)
    }
  }

  @inline(never) static func run15(_ chain: TileChain, _ start: UnsafePointer<Float>?) {
    chain.run(Rows15<Width>.self, from: start)
  }
  @inline(never) static func run16(_ chain: TileChain, _ start: UnsafePointer<Float>?) {
    chain.run(Rows16<Width>.self, from: start)
  }
}

extension IntegerEntries {
  package static let avx512 = IntegerEntries(
    perCell: PairFormat.perCell,
    multiplyBlock: {
      Microkernel.multiply(
        Fourteen<CellPanel>.self, Sixteen<CellVector>.self, ProductBlock.at($0))
    },
    packRows: { Microkernel.packCellRows(PairFormat.self, $0.pointee) },
    packPanels: { Microkernel.packCellPanels(PairFormat.self, width: CellPanel.count, $0.pointee) })
}
