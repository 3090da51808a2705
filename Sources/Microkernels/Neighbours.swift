public import CVector

/// The lines of two panels, one beside the other: few rows of many vectors need fewer loads for as
/// many multiplications than many rows of few.
@usableFromInline
package struct Neighbours<Panel: Line>: Line {
  @usableFromInline package typealias Lanes = Panel.Lanes
  @usableFromInline var lines: Pair<Panel, Panel>

  @inlinable @inline(__always) package static var count: Int { Pair<Panel, Panel>.count }
  @inlinable @inline(__always) package static var panels: Int { 2 }

  @inlinable @inline(__always)
  package static func prefetch(_ source: UnsafePointer<Float>, panel: Int) {
    assay_prefetch(source)
    assay_prefetch(source + panel)
  }

  @inlinable @inline(__always) package init() {
    lines = Pair()
  }

  @inlinable @inline(__always) package init(loading source: UnsafePointer<Float>) {
    lines = Pair(loading: source)
  }

  @inlinable @inline(__always)
  package init(loading source: UnsafePointer<Float>, panel: Int) {
    lines = Pair(Panel(loading: source), Panel(loading: source + panel))
  }

  @inlinable @inline(__always) package func store(to target: UnsafeMutablePointer<Float>) {
    lines.store(to: target)
  }

  @inlinable @inline(__always)
  package func store(to target: UnsafeMutablePointer<Float>, panel: Int) {
    lines.first.store(to: target)
    lines.second.store(to: target + panel)
  }

  @inlinable @inline(__always) package mutating func addProduct(_ factor: Float, _ other: Self) {
    lines.addProduct(factor, other.lines)
  }

  @inlinable @inline(__always) package mutating func keepOrder() { lines.keepOrder() }

  @inlinable @inline(__always) package var folded: Panel.Lanes { lines.folded }
}
