public import CVector

/// How numbers of eight bits stand in cells. The sign bits in `flip` are turned before a byte is read as
/// a signed number, and `offset` is added.
@usableFromInline
package protocol CellFormat {
  /// Numbers in a cell.
  static var perCell: Int { get }
  /// Columns that are interleaved at a time.
  static var width: Int { get }
  /// Numbers of a row that are packed at a time.
  static var stretch: Int { get }

  /// Packs `stretch` numbers of a row into cells.
  static func pack(
    _ source: UnsafePointer<UInt8>, flip: UInt8, offset: Int16,
    to target: UnsafeMutableRawPointer)

  /// Interleaves `perCell` rows of `width` bytes, `stride` bytes apart, into as many cells.
  static func interleave(
    _ source: UnsafePointer<UInt8>, stride: Int, flip: UInt8, offset: Int16,
    to target: UnsafeMutablePointer<Float>)

  /// The byte that stands for nothing: its bits in a cell are zero.
  static func absent(flip: UInt8) -> UInt8
}

/// Four bytes in a cell; `offset` is 0.
@usableFromInline
package enum QuadFormat: CellFormat {
  @inlinable @inline(__always) package static var perCell: Int { 4 }
  @inlinable @inline(__always) package static var width: Int { 32 }
  @inlinable @inline(__always) package static var stretch: Int { 64 }

  @inlinable @inline(__always)
  package static func pack(
    _ source: UnsafePointer<UInt8>, flip: UInt8, offset: Int16,
    to target: UnsafeMutableRawPointer
  ) {
    // In words: of sixty-four bytes the compiler would turn one after the other.
    let words = UnsafeRawPointer(source).loadUnaligned(as: SIMD8<UInt64>.self)
    let turned = words ^ SIMD8(repeating: UInt64(flip) &* 0x0101_0101_0101_0101)
    target.storeBytes(of: turned, as: SIMD8<UInt64>.self)
  }

  @inlinable @inline(__always)
  package static func interleave(
    _ source: UnsafePointer<UInt8>, stride: Int, flip: UInt8, offset: Int16,
    to target: UnsafeMutablePointer<Float>
  ) {
    assay_interleave_quads(source, stride, flip, target)
  }

  @inlinable @inline(__always)
  package static func absent(flip: UInt8) -> UInt8 { flip }
}

/// Two bytes in a cell, widened to sixteen bits.
@usableFromInline
package enum PairFormat: CellFormat {
  @inlinable @inline(__always) package static var perCell: Int { 2 }
  @inlinable @inline(__always) package static var width: Int { 8 }
  @inlinable @inline(__always) package static var stretch: Int { 8 }

  @inlinable @inline(__always)
  package static func pack(
    _ source: UnsafePointer<UInt8>, flip: UInt8, offset: Int16,
    to target: UnsafeMutableRawPointer
  ) {
    target.storeBytes(of: row(source, flip, offset), as: SIMD8<Int16>.self)
  }

  @inlinable @inline(__always)
  package static func interleave(
    _ source: UnsafePointer<UInt8>, stride: Int, flip: UInt8, offset: Int16,
    to target: UnsafeMutablePointer<Float>
  ) {
    let cells = assay_interleave_pairs(
      row(source, flip, offset), row(source + stride, flip, offset))
    UnsafeMutableRawPointer(target).storeBytes(of: cells, as: SIMD8<Int32>.self)
  }

  @inlinable @inline(__always)
  static func row(
    _ source: UnsafePointer<UInt8>, _ flip: UInt8, _ offset: Int16
  ) -> SIMD8<Int16> {
    let bytes = UnsafeRawPointer(source).loadUnaligned(as: SIMD8<UInt8>.self)
    let signed = unsafeBitCast(bytes ^ SIMD8(repeating: flip), to: SIMD8<Int8>.self)
    return assay_widen8(signed) &+ SIMD8(repeating: offset)
  }

  /// What the turned sign bit takes away, the offset gives back.
  @inlinable @inline(__always)
  package static func absent(flip: UInt8) -> UInt8 { 0 }
}
