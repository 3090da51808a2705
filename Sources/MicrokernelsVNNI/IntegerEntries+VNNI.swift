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
