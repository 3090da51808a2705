package import Microkernels

private typealias CellVector = Cells<Quads16>
private typealias CellPanel = Pair<CellVector, CellVector>

extension IntegerEntries {
  package static let vnni = IntegerEntries(
    perCell: QuadFormat.perCell,
    multiplyBlock: {
      Microkernel.multiply(
        Fourteen<CellPanel>.self, Sixteen<CellVector>.self, ProductBlock.at($0))
    },
    packRows: { Microkernel.packCellRows(QuadFormat.self, $0.pointee) },
    packPanels: { Microkernel.packCellPanels(QuadFormat.self, width: CellPanel.count, $0.pointee) },
    raiseRows: {
      Microkernel.raiseRows(from: $0, stride: $1, rows: $2, count: $3, to: $4, targetStride: $5)
    })
}

// Each number of rows is a function of its own. Inlined into one, they would share what they compute
// of addresses, and keep all of it on the stack. They stand in one file with the level: what two files
// of a module share is emitted weak, which no level may be.

/// Up to six rows.
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
    default: run6(chain, strides, start)
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

/// Up to fourteen rows: with two vectors a row, what thirty-two registers hold.
private enum Fourteen<Width: Line>: Heights {
  static var limit: Int { 14 }

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
    case 12: run12(chain, strides, start)
    case 13: run13(chain, strides, start)
    default: run14(chain, strides, start)
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
  @inline(never)
  static func run13<S: TileStrides>(
    _ chain: TileChain, _ strides: S, _ start: UnsafePointer<Float>?
  ) {
    chain.run(Rows13<Width>.self, strides, from: start)
  }
  @inline(never)
  static func run14<S: TileStrides>(
    _ chain: TileChain, _ strides: S, _ start: UnsafePointer<Float>?
  ) {
    chain.run(Rows14<Width>.self, strides, from: start)
  }
}

/// Up to sixteen rows, of one vector each.
private enum Sixteen<Width: Line>: Heights {
  static var limit: Int { 16 }

  static func run<Strides: TileStrides>(
    _ height: Int, _ chain: TileChain, _ strides: Strides, from start: UnsafePointer<Float>?
  ) {
    switch height {
    case ...14: Fourteen<Width>.run(height, chain, strides, from: start)
    case 15: run15(chain, strides, start)
    default: run16(chain, strides, start)
    }
  }

  @inline(never)
  static func run15<S: TileStrides>(
    _ chain: TileChain, _ strides: S, _ start: UnsafePointer<Float>?
  ) {
    chain.run(Rows15<Width>.self, strides, from: start)
  }
  @inline(never)
  static func run16<S: TileStrides>(
    _ chain: TileChain, _ strides: S, _ start: UnsafePointer<Float>?
  ) {
    chain.run(Rows16<Width>.self, strides, from: start)
  }
}
