/// Whole numbers that integer products take.
package protocol EightBitInteger: FixedWidthInteger, BitwiseCopyable, Sendable {}

extension Int8: EightBitInteger {}
extension UInt8: EightBitInteger {}

/// A matrix of eight-bit numbers in memory, once its layout has been checked.
struct ByteMatrix: @unchecked Sendable {
  // The memory belongs to the caller of the engine, who keeps it until the call returns.
  let start: UnsafePointer<UInt8>
  let layout: Layout
  let isSigned: Bool

  init<Element: EightBitInteger>(
    _ elements: UnsafeBufferPointer<Element>, _ layout: Layout, else other: UnsafeRawPointer
  ) {
    // Where there is no element none is read, and any address will do.
    let address = elements.baseAddress.map { UnsafeRawPointer($0) } ?? other
    start = address.assumingMemoryBound(to: UInt8.self)
    self.layout = layout
    isSigned = Element.isSigned
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
