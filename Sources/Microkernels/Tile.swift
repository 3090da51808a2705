/// A block of C that stays in registers while k runs: lines stacked on one another.
@usableFromInline
package protocol Tile {
  associatedtype Width: Line

  /// Number of rows.
  static var rows: Int { get }

  /// All zero: the start of a chain.
  init()

  /// Reads the rows at `source`, `stride` floats apart: a chain goes on.
  init(loading source: UnsafePointer<Float>, stride: Int)

  /// One step of every chain: row i takes `fma(left.value(row: first + i), right, row)`.
  mutating func step(_ left: LeftColumn, first: Int, _ right: Width)

  /// Separates the steps before from those after: the compiler leaves either where they are.
  mutating func keepOrder()

  /// Writes the rows to `target`, `stride` floats apart.
  func store(to target: UnsafeMutablePointer<Float>, stride: Int)

  /// One vector that has a NaN if any element is one. Infinities of both signs give one too.
  var folded: Width.Lanes { get }
}

/// A tile of one row.
@usableFromInline
package struct Row<Width: Line>: Tile {
  @usableFromInline var line: Width

  @inlinable @inline(__always) package static var rows: Int { 1 }

  @inlinable @inline(__always) package init() {
    line = Width()
  }

  @inlinable @inline(__always)
  package init(loading source: UnsafePointer<Float>, stride: Int) {
    line = Width(loading: source)
  }

  @inlinable @inline(__always)
  package mutating func step(_ left: LeftColumn, first: Int, _ right: Width) {
    line.addProduct(left.value(row: first), right)
  }

  @inlinable @inline(__always)
  package func store(to target: UnsafeMutablePointer<Float>, stride: Int) {
    line.store(to: target)
  }

  @inlinable @inline(__always) package mutating func keepOrder() { line.keepOrder() }

  @inlinable @inline(__always) package var folded: Width.Lanes { line.folded }
}

/// Two tiles of the same width, one above the other.
@usableFromInline
package struct Stack<Upper: Tile, Lower: Tile>: Tile where Upper.Width == Lower.Width {
  @usableFromInline package typealias Width = Upper.Width
  @usableFromInline var upper: Upper
  @usableFromInline var lower: Lower

  @inlinable @inline(__always) package static var rows: Int { Upper.rows + Lower.rows }

  @inlinable @inline(__always) package init() {
    upper = Upper()
    lower = Lower()
  }

  @inlinable @inline(__always)
  package init(loading source: UnsafePointer<Float>, stride: Int) {
    upper = Upper(loading: source, stride: stride)
    lower = Lower(loading: source + Upper.rows &* stride, stride: stride)
  }

  @inlinable @inline(__always)
  package mutating func step(_ left: LeftColumn, first: Int, _ right: Width) {
    upper.step(left, first: first, right)
    lower.step(left, first: first &+ Upper.rows, right)
  }

  @inlinable @inline(__always)
  package func store(to target: UnsafeMutablePointer<Float>, stride: Int) {
    upper.store(to: target, stride: stride)
    lower.store(to: target + Upper.rows &* stride, stride: stride)
  }

  @inlinable @inline(__always) package mutating func keepOrder() {
    upper.keepOrder()
    lower.keepOrder()
  }

  @inlinable @inline(__always) package var folded: Width.Lanes { upper.folded + lower.folded }
}
