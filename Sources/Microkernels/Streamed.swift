/// A line of a B that comes from far away: its tiles ask for what will be read of B later, step by step
/// while they compute. Caches then fill at the pace of the multiplications instead of in bursts that the
/// multiplications would have to wait for.
@usableFromInline
package struct Streamed<Base: Line>: Line {
  @usableFromInline package typealias Lanes = Base.Lanes
  @usableFromInline var base: Base

  @inlinable @inline(__always) package static var count: Int { Base.count }
  @inlinable @inline(__always) package static var panels: Int { Base.panels }
  @inlinable @inline(__always) package static var isStreamed: Bool { true }

  @inlinable @inline(__always)
  package static func prefetch(_ source: UnsafePointer<Float>, panel: Int) {
    Base.prefetch(source, panel: panel)
  }

  @inlinable @inline(__always) package init() {
    base = Base()
  }

  @inlinable @inline(__always) package init(loading source: UnsafePointer<Float>) {
    base = Base(loading: source)
  }

  @inlinable @inline(__always)
  package init(loading source: UnsafePointer<Float>, panel: Int) {
    base = Base(loading: source, panel: panel)
  }

  @inlinable @inline(__always) package func store(to target: UnsafeMutablePointer<Float>) {
    base.store(to: target)
  }

  @inlinable @inline(__always) package mutating func addProduct(_ factor: Float, _ other: Self) {
    base.addProduct(factor, other.base)
  }

  @inlinable @inline(__always) package var folded: Base.Lanes { base.folded }
}
