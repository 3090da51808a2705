/// A matrix of bytes in memory that is packed into cells, and where these go.
@frozen @usableFromInline
package struct ByteBlock {
  @usableFromInline package var source: UnsafePointer<UInt8>
  /// Bytes from one row to the next; a row's bytes have no gaps.
  @usableFromInline package var stride: Int
  @usableFromInline package var rows: Int
  @usableFromInline package var columns: Int
  /// Sign bits that are turned before a byte is read as a signed number.
  @usableFromInline package var flip: UInt8
  /// What is added to that number, where cells have room for it.
  @usableFromInline package var offset: Int16
  @usableFromInline package var target: UnsafeMutablePointer<Float>
  /// Cells from one row, or one panel, to the next.
  @usableFromInline package var targetStride: Int

  @inlinable
  package init(
    source: UnsafePointer<UInt8>, stride: Int, rows: Int, columns: Int, flip: UInt8, offset: Int16,
    target: UnsafeMutablePointer<Float>, targetStride: Int
  ) {
    self.source = source
    self.stride = stride
    self.rows = rows
    self.columns = columns
    self.flip = flip
    self.offset = offset
    self.target = target
    self.targetStride = targetStride
  }
}
