public import CVector

/// How one cell of four bytes, which holds several small whole numbers, is multiplied by another and
/// added to a sum. Sums are exact modulo 2³², so that their order does not show.
@usableFromInline
package protocol CellStep {
  associatedtype Sums: SIMD where Sums.Scalar == Int32
  /// A vector as wide as `Sums`.
  associatedtype Lanes: FloatLanes

  static func adding(_ sum: Sums, _ left: Int32, _ right: Sums) -> Sums
}

/// Two numbers of sixteen bits in a cell, four cells at a time.
@usableFromInline
package enum Pairs4: CellStep {
  @usableFromInline package typealias Lanes = SIMD4<Float>

  @inlinable @inline(__always)
  package static func adding(
    _ sum: SIMD4<Int32>, _ left: Int32, _ right: SIMD4<Int32>
  ) -> SIMD4<Int32> { assay_add_pairs4(sum, left, right) }
}

/// Two numbers of sixteen bits in a cell, eight cells at a time.
@usableFromInline
package enum Pairs8: CellStep {
  @usableFromInline package typealias Lanes = SIMD8<Float>

  @inlinable @inline(__always)
  package static func adding(
    _ sum: SIMD8<Int32>, _ left: Int32, _ right: SIMD8<Int32>
  ) -> SIMD8<Int32> { assay_add_pairs8(sum, left, right) }
}

/// Two numbers of sixteen bits in a cell, sixteen cells at a time.
@usableFromInline
package enum Pairs16: CellStep {
  @usableFromInline package typealias Lanes = SIMD16<Float>

  @inlinable @inline(__always)
  package static func adding(
    _ sum: SIMD16<Int32>, _ left: Int32, _ right: SIMD16<Int32>
  ) -> SIMD16<Int32> { assay_add_pairs16(sum, left, right) }
}

/// Four numbers of eight bits in a cell, unsigned on the left and signed on the right, sixteen cells
/// at a time.
@usableFromInline
package enum Quads16: CellStep {
  @usableFromInline package typealias Lanes = SIMD16<Float>

  @inlinable @inline(__always)
  package static func adding(
    _ sum: SIMD16<Int32>, _ left: Int32, _ right: SIMD16<Int32>
  ) -> SIMD16<Int32> { assay_add_quads16(sum, left, right) }
}
