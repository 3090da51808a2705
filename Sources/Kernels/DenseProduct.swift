import Linux
import Microkernels

/// A product that takes less time than it takes to describe it: of small row-major matrices without
/// gaps, from zero. Six numbers are all of it.
struct DenseProduct {
  let left: UnsafePointer<Float>
  let right: UnsafePointer<Float>
  let target: UnsafeMutablePointer<Float>
  let rows: Int
  let columns: Int
  let depth: Int

  /// - Parameters:
  ///   - vector: columns that B must have at least.
  ///   - limit: the most of rows, columns and depth.
  /// - Returns: nil for any other product, for the general way to compute or to say what is wrong with
  ///   it.
  @inline(__always)
  init?(
    _ left: UnsafeBufferPointer<Float>, _ right: UnsafeBufferPointer<Float>,
    _ target: UnsafeMutableBufferPointer<Float>, rows: Int, columns: Int, depth: Int, vector: Int,
    limit: UInt
  ) {
    guard Self.isWithin(rows, limit), Self.isWithin(columns, limit), Self.isWithin(depth, limit),
      columns >= vector, (rows &* depth).opaque <= left.count,
      (depth &* columns).opaque <= right.count, (rows &* columns).opaque <= target.count,
      let from = left.baseAddress, let by = right.baseAddress, let to = target.baseAddress,
      Self.isDistinct(target, from: left), Self.isDistinct(target, from: right),
      Processor.hasStandardArithmetic
    else { return nil }
    (self.left, self.right, self.target) = (from, by, to)
    (self.rows, self.columns, self.depth) = (rows, columns, depth)
  }

  /// Whether a number is 1 or more and not above the limit. As numbers without a sign, negative ones are
  /// above any, and so is one less than zero.
  @inline(__always)
  private static func isWithin(_ number: Int, _ limit: UInt) -> Bool {
    UInt(bitPattern: (number &- 1).opaque) < limit
  }

  /// Whether they share no memory. As a number without a sign, the way to what lies behind is greater than
  /// any size.
  @inline(__always)
  private static func isDistinct(
    _ target: UnsafeMutableBufferPointer<Float>, from input: UnsafeBufferPointer<Float>
  ) -> Bool {
    let way = Int(bitPattern: target.baseAddress) &- Int(bitPattern: input.baseAddress)
    return UInt(bitPattern: way.opaque) >= UInt(bitPattern: input.count) &* 4
      && UInt(bitPattern: (0 &- way).opaque) >= UInt(bitPattern: target.count) &* 4
  }

  /// The largest matrices that a level computes faster as they lie, without panels: both factors must be
  /// small enough for the caches (`suitsDirect`), and a copy of B's widest strip, two panels, for the
  /// first one.
  static func limit(of level: Level) -> UInt {
    UInt(min(256, ((16 << 10) - 1) / (2 * level.panelWidth)))
  }
}

extension Layout {
  /// Whether these are row-major matrices without gaps of which the first two have the third as their
  /// product.
  @inline(__always)
  static func areDense(_ left: Layout, _ right: Layout, _ target: Layout) -> Bool {
    let (rows, columns, depth) = (target.rows, target.columns, left.columns)
    return left.difference(rows, depth) | right.difference(depth, columns)
      | target.difference(rows, columns) == 0
  }

  /// Zero for a row-major matrix of that many rows and columns without gaps.
  @inline(__always)
  private func difference(_ rows: Int, _ columns: Int) -> Int {
    (self.rows ^ rows) | (self.columns ^ columns) | (rowStride ^ columns) | (columnStride ^ 1)
  }
}

extension Engine {
  /// C = A·B of row-major matrices without gaps: A of `rows` × `depth`, B of `depth` × `columns`. Three
  /// numbers instead of three layouts; for products of a few dozen rows that is a good part of the time.
  ///
  /// - Throws: as with layouts.
  package func multiply(
    _ left: UnsafeBufferPointer<Float>, _ right: UnsafeBufferPointer<Float>,
    into target: UnsafeMutableBufferPointer<Float>, rows: Int, columns: Int, depth: Int
  ) throws(KernelError) {
    if let dense = DenseProduct(
      left, right, target, rows: rows, columns: columns, depth: depth, vector: leastDenseColumns,
      limit: denseLimit)
    {
      return multiplyDense(
        dense.left, dense.right, dense.target, dense.rows, dense.columns, dense.depth)
    }
    try multiplyAny(left, right, into: target, rows: rows, columns: columns, depth: depth)
  }

  /// Not inlined, so that a small product does without the stack that layouts need.
  @inline(never)
  private func multiplyAny(
    _ left: UnsafeBufferPointer<Float>, _ right: UnsafeBufferPointer<Float>,
    into target: UnsafeMutableBufferPointer<Float>, rows: Int, columns: Int, depth: Int
  ) throws(KernelError) {
    try multiplyAny(
      left, Layout(rows: rows, columns: depth), right, Layout(rows: depth, columns: columns),
      into: target, Layout(rows: rows, columns: columns), accumulate: false)
  }
}
