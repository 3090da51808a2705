package import Microkernels

private typealias CellVector = Cells<Pairs<SIMD8<Int32>>>
private typealias CellPanel = Pair<CellVector, CellVector>

extension Level {
  package static let avx2 = Level(
    name: "avx2", panelWidth: Panel.count, tileHeight: OnePanel.limit, copyWidth: nil,
    entries: Entries(
      multiplyBlock: {
        let block = ProductBlock.at($0)
        guard !Microkernel.multiplyTile(OnePanel.self, block) else { return }
        if let count = block.pointee.rowsAtATime(of: OnePanel.limit) {
          multiplyTiles(block, rows: count)
        } else {
          multiplyTiles(block)
        }
      },
      multiplyDense: {
        multiplyDense($0, $1, $2, $3, $4, $5)
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
        gelu: { Microkernel.map($0, $1, $2) { (x: Lanes16) in Gates.gelu(x) } },
        silu: { Microkernel.map($0, $1, $2) { (x: TwoVectors) in Gates.silu(x) } },
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
  Microkernel.multiply(OnePanel.self, HalfPanel.self, block)
}

/// So many rows after one another.
@inline(never)
private func multiplyTiles(_ block: UnsafePointer<ProductBlock>, rows count: Int) {
  var row = 0
  while row < block.pointee.rows {
    let part = block.pointee.from(row: row, rows: min(count, block.pointee.rows &- row))
    withUnsafePointer(to: part) { multiplyTiles($0) }
    row &+= count
  }
}

/// A single strip is done at once, without the stack that several need.
@inline(__always)
private func multiplyDense(
  _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
  _ target: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int, _ depth: Int
) {
  if rows == columns && depth == columns {
    let chain = TileChain(left: left, right: right, target: target)
    switch columns {
    case 2 &* Vector.count: return multiplySquare(OnePanel.self, chain)
    case 3 &* Vector.count: return multiplySquare(TripleRows.self, chain)
    case 4 &* Vector.count: return multiplySquare(Three.self, chain)
    default: break
    }
  }
  switch columns {
  case 2 &* Vector.count: multiplyStrip(OnePanel.self, left, right, target, rows, columns, depth)
  case 3 &* Vector.count: multiplyStrip(TripleRows.self, left, right, target, rows, columns, depth)
  case 4 &* Vector.count: multiplyStrip(Three.self, left, right, target, rows, columns, depth)
  default: multiplyStrips(left, right, target, rows, columns, depth)
  }
}

/// What is square and as wide as a tile is computed with constants.
@inline(never)
private func multiplySquare<H: Heights>(_: H.Type, _ chain: TileChain) {
  chain.multiplySquare(H.self)
}

/// From left to right in strips.
@inline(never)
private func multiplyStrips(
  _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
  _ target: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int, _ depth: Int
) {
  let block = DenseBlock(left, right, target, rows: rows, columns: columns, depth: depth)
  // All that the first-level cache holds where this is the best level.
  guard block.isSpread(beyond: 8 << 10) else { return multiplyStrips(block, copyingTo: nil) }
  let count = depth &* TripleRows.Width.count
  withUnsafeTemporaryAllocation(byteCount: 4 &* count, alignment: 64) {
    multiplyStrips(block, copyingTo: $0.baseAddress?.assumingMemoryBound(to: Float.self))
  }
}

/// - Parameter room: for as many columns of B as the widest strip has; nil to read B where it lies.
@inline(never)
private func multiplyStrips(_ block: DenseBlock, copyingTo room: UnsafeMutablePointer<Float>?) {
  var column = 0
  // Where copies are worth while, three vectors a row leave the near cache enough room for A and C.
  let limit = room == nil ? 4 : 3
  while column < block.columns {
    let strip = block.nextStrip(
      from: column, to: block.columns, lanes: Vector.count, limit: limit)
    let part = block.from(column: strip.column)
    switch strip.vectors {
    case 1: multiplyStrip(HalfPanel.self, part, copyingTo: nil)
    case 2: multiplyStrip(OnePanel.self, part, copyingTo: room)
    case 3: multiplyStrip(TripleRows.self, part, copyingTo: room)
    default: multiplyStrip(Three.self, part, copyingTo: nil)
    }
    column = strip.column &+ strip.vectors &* Vector.count
  }
}

/// A strip of several, with a copy of its columns of B where there is room for one.
@inline(never)
private func multiplyStrip<H: Heights>(
  _: H.Type, _ block: DenseBlock, copyingTo room: UnsafeMutablePointer<Float>?
) {
  if let room {
    block.multiplyStrip(H.self, copyingTo: room)
  } else {
    multiplyStrip(
      H.self, block.left, block.right, block.target, block.rows, block.columns, block.depth)
  }
}

/// Each width is a function of its own, so that one need not prepare what only others divide.
@inline(never)
private func multiplyStrip<H: Heights>(
  _: H.Type, _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
  _ target: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int, _ depth: Int
) {
  DenseBlock(left, right, target, rows: rows, columns: columns, depth: depth)
    .multiplyStrip(H.self)
}

private typealias Vector = Single<SIMD8<Float>>
private typealias Panel = Pair<Vector, Vector>
/// Three vectors a row.
private typealias TripleRows = Four<Pair<Panel, Vector>>
/// Two vectors a row.
private typealias OnePanel = Six<Panel>
/// One vector a row.
private typealias HalfPanel = Twelve<Vector>

// Each number of rows is a function of its own. Inlined into one, they would share what they compute
// of addresses, and keep all of it on the stack. They stand in one file with the level: what two files
// of a module share is emitted weak, which no level may be.

/// Up to four rows: with three vectors a row, what sixteen registers hold.
private enum Four<Width: Line>: Heights {
  static var limit: Int { 4 }

  static func run<Strides: TileStrides>(
    _ height: Int, _ chain: TileChain, _ strides: Strides, from start: UnsafePointer<Float>?
  ) {
    switch height {
    case 1: Six<Width>.run1(chain, strides, start)
    case 2: Six<Width>.run2(chain, strides, start)
    case 3: Six<Width>.run3(chain, strides, start)
    default: Six<Width>.run4(chain, strides, start)
    }
  }
}

/// Up to three rows of four vectors each, which are read for all three rows at once: so many fit.
private enum Three: Heights {
  typealias Width = Pair<Panel, Panel>
  typealias Half = Beside<Rows3<Vector>, Rows3<Vector>>

  static var limit: Int { 3 }

  static func run<Strides: TileStrides>(
    _ height: Int, _ chain: TileChain, _ strides: Strides, from start: UnsafePointer<Float>?
  ) {
    switch height {
    case 1: Six<Width>.run1(chain, strides, start)
    case 2: Six<Width>.run2(chain, strides, start)
    default: run3(chain, strides, start)
    }
  }

  @inline(never)
  static func run3<S: TileStrides>(
    _ chain: TileChain, _ strides: S, _ start: UnsafePointer<Float>?
  ) {
    chain.run(Beside<Half, Half>.self, strides, from: start)
  }
}

/// Up to six rows: with two vectors a row, what sixteen registers hold.
private enum Six<Width: Line>: Heights {
  static var limit: Int { 6 }

  static func run<Strides: TileStrides>(
    _ height: Int, _ chain: TileChain, _ strides: Strides, from start: UnsafePointer<Float>?
  ) {
    switch height {
    case 1: run1(chain, strides, start)
    case 2: run2(chain, strides, start)
    case 3: run3(chain, strides, start)
    case 4: run4(chain, strides, start)
    case 5: run5(chain, strides, start)
    default:
      if !Strides.isDense { chain.askForTileBelow(rows: 6, columns: Width.count, strides) }
      run6(chain, strides, start)
    }
  }

  @inline(never)
  static func run1<S: TileStrides>(
    _ chain: TileChain, _ strides: S, _ start: UnsafePointer<Float>?
  ) {
    chain.run(Row<Width>.self, strides, from: start)
  }
  @inline(never)
  static func run2<S: TileStrides>(
    _ chain: TileChain, _ strides: S, _ start: UnsafePointer<Float>?
  ) {
    chain.run(Rows2<Width>.self, strides, from: start)
  }
  @inline(never)
  static func run3<S: TileStrides>(
    _ chain: TileChain, _ strides: S, _ start: UnsafePointer<Float>?
  ) {
    chain.run(Rows3<Width>.self, strides, from: start)
  }
  @inline(never)
  static func run4<S: TileStrides>(
    _ chain: TileChain, _ strides: S, _ start: UnsafePointer<Float>?
  ) {
    chain.run(Rows4<Width>.self, strides, from: start)
  }
  @inline(never)
  static func run5<S: TileStrides>(
    _ chain: TileChain, _ strides: S, _ start: UnsafePointer<Float>?
  ) {
    chain.run(Rows5<Width>.self, strides, from: start)
  }
  @inline(never)
  static func run6<S: TileStrides>(
    _ chain: TileChain, _ strides: S, _ start: UnsafePointer<Float>?
  ) {
    chain.run(Rows6<Width>.self, strides, from: start)
  }
}

/// Up to twelve rows, of one vector each.
private enum Twelve<Width: Line>: Heights {
  static var limit: Int { 12 }

  static func run<Strides: TileStrides>(
    _ height: Int, _ chain: TileChain, _ strides: Strides, from start: UnsafePointer<Float>?
  ) {
    switch height {
    case ...6: Six<Width>.run(height, chain, strides, from: start)
    case 7: run7(chain, strides, start)
    case 8: run8(chain, strides, start)
    case 9: run9(chain, strides, start)
    case 10: run10(chain, strides, start)
    case 11: run11(chain, strides, start)
    default: run12(chain, strides, start)
    }
  }

  @inline(never)
  static func run7<S: TileStrides>(
    _ chain: TileChain, _ strides: S, _ start: UnsafePointer<Float>?
  ) {
    chain.run(Rows7<Width>.self, strides, from: start)
  }
  @inline(never)
  static func run8<S: TileStrides>(
    _ chain: TileChain, _ strides: S, _ start: UnsafePointer<Float>?
  ) {
    chain.run(Rows8<Width>.self, strides, from: start)
  }
  @inline(never)
  static func run9<S: TileStrides>(
    _ chain: TileChain, _ strides: S, _ start: UnsafePointer<Float>?
  ) {
    chain.run(Rows9<Width>.self, strides, from: start)
  }
  @inline(never)
  static func run10<S: TileStrides>(
    _ chain: TileChain, _ strides: S, _ start: UnsafePointer<Float>?
  ) {
    chain.run(Rows10<Width>.self, strides, from: start)
  }
  @inline(never)
  static func run11<S: TileStrides>(
    _ chain: TileChain, _ strides: S, _ start: UnsafePointer<Float>?
  ) {
    chain.run(Rows11<Width>.self, strides, from: start)
  }
  @inline(never)
  static func run12<S: TileStrides>(
    _ chain: TileChain, _ strides: S, _ start: UnsafePointer<Float>?
  ) {
    chain.run(Rows12<Width>.self, strides, from: start)
  }
}

extension IntegerEntries {
  package static let avx2 = IntegerEntries(
    perCell: PairFormat.perCell,
    multiplyBlock: {
      Microkernel.multiply(Six<CellPanel>.self, Twelve<CellVector>.self, ProductBlock.at($0))
    },
    packRows: { Microkernel.packCellRows(PairFormat.self, $0.pointee) },
    packPanels: { Microkernel.packCellPanels(PairFormat.self, width: CellPanel.count, $0.pointee) })
}
