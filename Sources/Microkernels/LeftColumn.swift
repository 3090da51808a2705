public import CVector

/// The k-th column of a tile's rows of A, up to sixteen of them, each a stride apart.
///
/// Four pointers and three multiples of the stride reach every row by addressing alone. One pointer
/// from row to row would be a chain of additions as long as the multiplications take; the compiler
/// makes such a chain wherever it sees how the pointers depend on one another.
@usableFromInline
package struct LeftColumn {
  @usableFromInline var rows0: UnsafePointer<Float>
  @usableFromInline var rows4: UnsafePointer<Float>
  @usableFromInline var rows8: UnsafePointer<Float>
  @usableFromInline var rows12: UnsafePointer<Float>
  @usableFromInline let stride: Int
  @usableFromInline let stride3: Int

  @inlinable @inline(__always)
  package init(at start: UnsafePointer<Float>, stride: Int) {
    rows0 = start
    rows4 = start + 4 &* stride
    rows8 = start + 8 &* stride
    rows12 = start + 12 &* stride
    self.stride = stride
    stride3 = 3 &* stride
  }

  /// The element of row `row`, 0 to 15; a constant once inlined.
  @inlinable @inline(__always)
  package func value(row: Int) -> Float { address(row: row).pointee }

  /// Where the element of row `row` lies.
  @inlinable @inline(__always)
  package func address(row: Int) -> UnsafePointer<Float> {
    let quad =
      switch row &>> 2 {
      case 0: rows0
      case 1: rows4
      case 2: rows8
      default: rows12
      }
    return row & 3 == 3 ? quad + stride3 : quad + (row & 3) &* stride
  }

  /// The column `steps` further on, of rows without gaps.
  @inlinable @inline(__always)
  package func ahead(_ steps: Int) -> LeftColumn {
    var column = self
    column.rows0 += steps
    column.rows4 += steps
    column.rows8 += steps
    column.rows12 += steps
    return column
  }

  /// Goes to the next k.
  @inlinable @inline(__always)
  package mutating func advance(by step: Int) {
    rows0 = assay_opaque_pointer(rows0 + step)
    rows4 = assay_opaque_pointer(rows4 + step)
    rows8 = assay_opaque_pointer(rows8 + step)
    rows12 = assay_opaque_pointer(rows12 + step)
  }
}
