import Microkernels

// Each number of rows is a function of its own. Inlined into one, they would share what they compute
// of addresses, and keep all of it on the stack.

typealias Vector = Single<SIMD8<Float>>
typealias Panel = Pair<Vector, Vector>

/// Two vectors a row.
enum OnePanel: Heights {
  typealias Width = Panel
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

/// One vector a row.
enum HalfPanel: Heights {
  typealias Width = Vector
  static var limit: Int { 12 }

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
    default: run12(chain)
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
}
