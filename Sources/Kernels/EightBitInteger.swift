/// Whole numbers that integer products take.
@usableFromInline
package protocol EightBitInteger: FixedWidthInteger, BitwiseCopyable, Sendable {}

extension Int8: EightBitInteger {}
extension UInt8: EightBitInteger {}

/// Eight-bit numbers in memory of which nothing has been checked yet.
///
/// Callers make it where they know the type: what is generic over types would look them up at run time,
/// which takes longer than a small product.
@usableFromInline
package struct Bytes {
  @usableFromInline let elements: UnsafeBufferPointer<UInt8>
  @usableFromInline let isSigned: Bool

  @inlinable @inline(__always)
  package init<Element: EightBitInteger>(_ numbers: UnsafeBufferPointer<Element>) {
    let start = UnsafeRawPointer(numbers.baseAddress)?.assumingMemoryBound(to: UInt8.self)
    elements = UnsafeBufferPointer(start: start, count: numbers.count)
    isSigned = Element.isSigned
  }
}

/// A matrix of eight-bit numbers in memory, once its layout has been checked.
struct ByteMatrix: @unchecked Sendable {
  // The memory belongs to the caller of the engine, who keeps it until the call returns.
  let start: UnsafePointer<UInt8>
  let layout: Layout
  let isSigned: Bool

  init(_ bytes: Bytes, _ layout: Layout, else other: UnsafeRawPointer) {
    // Where there is no element none is read, and any address will do.
    start = bytes.elements.baseAddress ?? other.assumingMemoryBound(to: UInt8.self)
    self.layout = layout
    isSigned = bytes.isSigned
  }

  init(start: UnsafePointer<UInt8>, layout: Layout, isSigned: Bool) {
    self.start = start
    self.layout = layout
    self.isSigned = isSigned
  }

  var transposed: ByteMatrix {
    ByteMatrix(start: start, layout: layout.transposed, isSigned: isSigned)
  }

  /// The rows of `range`.
  func rows(_ range: Range<Int>) -> ByteMatrix {
    ByteMatrix(
      start: start + range.lowerBound * layout.rowStride,
      layout: Layout(
        rows: range.count, columns: layout.columns, rowStride: layout.rowStride,
        columnStride: layout.columnStride), isSigned: isSigned)
  }

  /// Gives `body` the same matrix with contiguous rows: itself, or a copy.
  func withContiguousRows(_ body: (ByteMatrix) -> Void) {
    if layout.columnStride == 1 || layout.columns <= 1 { return body(self) }
    let (rows, columns) = (layout.rows, layout.columns)
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(1, rows * columns)) { copy in
      guard let target = copy.baseAddress else { return }
      for row in 0..<rows {
        for column in 0..<columns {
          target[row * columns + column] =
            start[row * layout.rowStride + column * layout.columnStride]
        }
      }
      body(
        ByteMatrix(
          start: UnsafePointer(target), layout: Layout(rows: rows, columns: columns),
          isSigned: isSigned))
    }
  }
}
