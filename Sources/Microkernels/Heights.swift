/// Tiles by their number of rows.
@usableFromInline
package typealias Rows2<Width: Line> = Stack<Row<Width>, Row<Width>>
@usableFromInline
package typealias Rows3<Width: Line> = Stack<Rows2<Width>, Row<Width>>
@usableFromInline
package typealias Rows4<Width: Line> = Stack<Rows2<Width>, Rows2<Width>>
@usableFromInline
package typealias Rows5<Width: Line> = Stack<Rows4<Width>, Row<Width>>
@usableFromInline
package typealias Rows6<Width: Line> = Stack<Rows4<Width>, Rows2<Width>>
@usableFromInline
package typealias Rows7<Width: Line> = Stack<Rows4<Width>, Rows3<Width>>
@usableFromInline
package typealias Rows8<Width: Line> = Stack<Rows4<Width>, Rows4<Width>>
@usableFromInline
package typealias Rows9<Width: Line> = Stack<Rows8<Width>, Row<Width>>
@usableFromInline
package typealias Rows10<Width: Line> = Stack<Rows8<Width>, Rows2<Width>>
@usableFromInline
package typealias Rows11<Width: Line> = Stack<Rows8<Width>, Rows3<Width>>
@usableFromInline
package typealias Rows12<Width: Line> = Stack<Rows8<Width>, Rows4<Width>>
@usableFromInline
package typealias Rows13<Width: Line> = Stack<Rows8<Width>, Rows5<Width>>
@usableFromInline
package typealias Rows14<Width: Line> = Stack<Rows8<Width>, Rows6<Width>>
@usableFromInline
package typealias Rows15<Width: Line> = Stack<Rows8<Width>, Rows7<Width>>
@usableFromInline
package typealias Rows16<Width: Line> = Stack<Rows8<Width>, Rows8<Width>>

/// How many rows of a given width the registers hold, and the code for each number of them.
@usableFromInline
package protocol Heights {
  associatedtype Width: Line

  /// Largest number of rows.
  static var limit: Int { get }

  /// Computes a tile of `height` rows, 1 to `limit`.
  static func run(_ height: Int, _ chain: TileChain)
}

/// Up to six rows: with two vectors a row, what sixteen registers hold.
@usableFromInline
package enum UpToSix<Width: Line>: Heights {
  @inlinable @inline(__always) package static var limit: Int { 6 }

  @inlinable @inline(__always)
  package static func run(_ height: Int, _ chain: TileChain) {
    switch height {
    case 1: chain.run(Row<Width>.self)
    case 2: chain.run(Rows2<Width>.self)
    case 3: chain.run(Rows3<Width>.self)
    case 4: chain.run(Rows4<Width>.self)
    case 5: chain.run(Rows5<Width>.self)
    default: chain.run(Rows6<Width>.self)
    }
  }
}

/// Up to fourteen rows: with two vectors a row, what thirty-two registers hold.
@usableFromInline
package enum UpToFourteen<Width: Line>: Heights {
  @inlinable @inline(__always) package static var limit: Int { 14 }

  @inlinable @inline(__always)
  package static func run(_ height: Int, _ chain: TileChain) {
    switch height {
    case ...6: UpToSix<Width>.run(height, chain)
    case 7: chain.run(Rows7<Width>.self)
    case 8: chain.run(Rows8<Width>.self)
    case 9: chain.run(Rows9<Width>.self)
    case 10: chain.run(Rows10<Width>.self)
    case 11: chain.run(Rows11<Width>.self)
    case 12: chain.run(Rows12<Width>.self)
    case 13: chain.run(Rows13<Width>.self)
    default: chain.run(Rows14<Width>.self)
    }
  }
}
