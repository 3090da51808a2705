public import CVector

/// How one cell of four bytes, which holds several small whole numbers, is multiplied by another and
/// added to a sum. Sums are exact modulo 2³², so that their order does not show.
@usableFromInline
package protocol CellStep {
  associatedtype Sums: CellSums

  static func adding(_ sum: Sums, _ left: Int32, _ right: Sums) -> Sums
}

/// A SIMD vector of sums.
@usableFromInline
package protocol CellSums: SIMD where Scalar == Int32 {
  /// A vector as wide.
  associatedtype Lanes: FloatLanes

  /// Each lane plus the two products of the sixteen-bit numbers in `left` and in that lane of `right`.
  func addingPairs(_ left: Int32, _ right: Self) -> Self
}

extension SIMD4<Int32>: CellSums {
  @usableFromInline package typealias Lanes = SIMD4<Float>

  @inlinable @inline(__always)
  package func addingPairs(_ left: Int32, _ right: Self) -> Self {
    assay_add_pairs4(self, left, right)
  }
}

extension SIMD8<Int32>: CellSums {
  @usableFromInline package typealias Lanes = SIMD8<Float>

  @inlinable @inline(__always)
  package func addingPairs(_ left: Int32, _ right: Self) -> Self {
    assay_add_pairs8(self, left, right)
  }
}

extension SIMD16<Int32>: CellSums {
  @usableFromInline package typealias Lanes = SIMD16<Float>

  @inlinable @inline(__always)
  package func addingPairs(_ left: Int32, _ right: Self) -> Self {
    assay_add_pairs16(self, left, right)
  }
}

/// Two numbers of sixteen bits in a cell.
@usableFromInline
package enum Pairs<Sums: CellSums>: CellStep {
  @inlinable @inline(__always)
  package static func adding(_ sum: Sums, _ left: Int32, _ right: Sums) -> Sums {
    sum.addingPairs(left, right)
  }
}

/// Four numbers of eight bits in a cell, unsigned on the left and signed on the right, sixteen cells
/// at a time.
@usableFromInline
package enum Quads16: CellStep {
  @inlinable @inline(__always)
  package static func adding(
    _ sum: SIMD16<Int32>, _ left: Int32, _ right: SIMD16<Int32>
  ) -> SIMD16<Int32> { assay_add_quads16(sum, left, right) }
}
