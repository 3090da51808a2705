/// A line of cells: four bytes each, as a float has, so that tiles, panels and blocks are those of
/// float32 products. A factor is a cell whose bits are read as a float's; nothing computes with that
/// float, and moving it keeps its bits.
@usableFromInline
package struct Cells<Step: CellStep>: Line {
  @usableFromInline package typealias Lanes = Step.Sums.Lanes
  @usableFromInline var sums: Step.Sums

  @inlinable @inline(__always) package static var count: Int { Step.Sums.scalarCount }

  @inlinable @inline(__always) package init() {
    sums = Step.Sums(repeating: 0)
  }

  @inlinable @inline(__always) package init(loading source: UnsafePointer<Float>) {
    sums = UnsafeRawPointer(source).loadUnaligned(as: Step.Sums.self)
  }

  @inlinable @inline(__always) package func store(to target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: sums, as: Step.Sums.self)
  }

  @inlinable @inline(__always) package mutating func addProduct(_ factor: Float, _ other: Self) {
    sums = Step.adding(sums, Int32(bitPattern: factor.bitPattern), other.sums)
  }

  /// Whole numbers are taken one step at a time, which leaves nothing to put in order.
  @inlinable @inline(__always) package mutating func keepOrder() {}

  /// Whole numbers have no NaN.
  @inlinable @inline(__always) package var folded: Lanes { Lanes(repeating: 0) }
}
