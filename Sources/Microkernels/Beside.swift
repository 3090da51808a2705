/// Two tiles of as many rows, one beside the other. Each vector of B is read once for the rows of one, so
/// that fewer of them need a register at a time than where row comes after row.
@usableFromInline
package struct Beside<First: Tile, Second: Tile>: Tile
where First.Width.Lanes == Second.Width.Lanes {
  @usableFromInline package typealias Width = Pair<First.Width, Second.Width>
  @usableFromInline var first: First
  @usableFromInline var second: Second

  @inlinable @inline(__always) package static var rows: Int { First.rows }

  @inlinable @inline(__always) package init() {
    first = First()
    second = Second()
  }

  @inlinable @inline(__always)
  package init(loading source: UnsafePointer<Float>, stride: Int) {
    first = First(loading: source, stride: stride)
    second = Second(loading: source + First.Width.count, stride: stride)
  }

  @inlinable @inline(__always)
  package mutating func step(_ left: LeftColumn, first row: Int, _ right: Width) {
    first.step(left, first: row, right.first)
    second.step(left, first: row, right.second)
  }

  @inlinable @inline(__always)
  package func store(to target: UnsafeMutablePointer<Float>, stride: Int) {
    first.store(to: target, stride: stride)
    second.store(to: target + First.Width.count, stride: stride)
  }

  @inlinable @inline(__always) package mutating func keepOrder() {
    first.keepOrder()
    second.keepOrder()
  }

  @inlinable @inline(__always) package var folded: First.Width.Lanes {
    first.folded + second.folded
  }
}
