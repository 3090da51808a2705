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

  /// Computes as many columns as `Width` has, from top to bottom in tiles of nearly equal height.
  static func multiplyStrip(
    _ block: UnsafePointer<ProductBlock>, right: UnsafePointer<Float>, column: Int)

  /// Computes a tile of `height` rows, 1 to `limit`, whose chains start from `start`, or from zero.
  static func run<Strides: TileStrides>(
    _ height: Int, _ chain: TileChain, _ strides: Strides, from start: UnsafePointer<Float>?
  )
}

extension Heights {
  @inlinable @inline(__always)
  package static func multiplyStrip(
    _ block: UnsafePointer<ProductBlock>, right: UnsafePointer<Float>, column: Int
  ) {
    Microkernel.multiplyStrip(Self.self, block, right: right, column: column)
  }
}

/// Up to six rows: with two vectors a row, what sixteen registers hold.
@usableFromInline
package enum UpToSix<Width: Line>: Heights {
  @inlinable @inline(__always) package static var limit: Int { 6 }

  @inlinable @inline(__always)
  package static func run<Strides: TileStrides>(
    _ height: Int, _ chain: TileChain, _ strides: Strides, from start: UnsafePointer<Float>?
  ) {
    switch height {
    case 1: chain.run(Row<Width>.self, strides, from: start)
    case 2: chain.run(Rows2<Width>.self, strides, from: start)
    case 3: chain.run(Rows3<Width>.self, strides, from: start)
    case 4: chain.run(Rows4<Width>.self, strides, from: start)
    case 5: chain.run(Rows5<Width>.self, strides, from: start)
    default: chain.run(Rows6<Width>.self, strides, from: start)
    }
  }
}
