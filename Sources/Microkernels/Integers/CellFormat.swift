public import CVector

/// How numbers of eight bits stand in cells.
@usableFromInline
package protocol CellFormat {
  /// Numbers in a cell.
  static var perCell: Int { get }
  /// Columns that are interleaved at a time.
  static var width: Int { get }

  /// Interleaves `perCell` rows of `width` bytes, `stride` bytes apart, into as many cells. The sign
  /// bits in `flip` are turned before a byte is read as a signed number, and `offset` is added.
  static func interleave(
    _ source: UnsafePointer<UInt8>, stride: Int, flip: UInt8, offset: Int16,
    to target: UnsafeMutablePointer<Float>)

  /// One number, in the bits of a cell where `place`, 0 to `perCell` − 1, stands.
  static func bits(_ number: UInt8, flip: UInt8, offset: Int16, place: Int) -> UInt32
}

/// Four bytes in a cell; `offset` is 0.
@usableFromInline
package enum QuadFormat: CellFormat {
  @inlinable @inline(__always) package static var perCell: Int { 4 }
  @inlinable @inline(__always) package static var width: Int { 16 }

  @inlinable @inline(__always)
  package static func interleave(
    _ source: UnsafePointer<UInt8>, stride: Int, flip: UInt8, offset: Int16,
    to target: UnsafeMutablePointer<Float>
  ) {
    let cells = assay_interleave_quads(
      row(source, flip), row(source + stride, flip), row(source + 2 &* stride, flip),
      row(source + 3 &* stride, flip))
    UnsafeMutableRawPointer(target).storeBytes(of: cells, as: SIMD16<Int32>.self)
  }

  @inlinable @inline(__always)
  static func row(_ source: UnsafePointer<UInt8>, _ flip: UInt8) -> SIMD16<Int8> {
    let bytes = UnsafeRawPointer(source).loadUnaligned(as: SIMD16<UInt8>.self)
    return unsafeBitCast(bytes ^ SIMD16(repeating: flip), to: SIMD16<Int8>.self)
  }

  @inlinable @inline(__always)
  package static func bits(_ number: UInt8, flip: UInt8, offset: Int16, place: Int) -> UInt32 {
    UInt32(number ^ flip) &<< UInt32(truncatingIfNeeded: 8 &* place)
  }
}

/// Two bytes in a cell, widened to sixteen bits.
@usableFromInline
package enum PairFormat: CellFormat {
  @inlinable @inline(__always) package static var perCell: Int { 2 }
  @inlinable @inline(__always) package static var width: Int { 8 }

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

  @inlinable @inline(__always)
  package static func bits(_ number: UInt8, flip: UInt8, offset: Int16, place: Int) -> UInt32 {
    let wide = Int16(Int8(bitPattern: number ^ flip)) &+ offset
    return UInt32(UInt16(bitPattern: wide)) &<< UInt32(truncatingIfNeeded: 16 &* place)
  }
}
