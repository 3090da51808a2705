public import CVector

/// A SIMD vector of floats, with what the language compiles lane by lane.
@usableFromInline
package protocol FloatLanes: SIMD where Scalar == Float {
  /// Sum of all lanes, halves first.
  var total: Float { get }

  /// Whether any lane is a NaN.
  var hasNaN: Bool { get }

  /// Has its value computed before this point of the program, and used after it.
  mutating func keepOrder()
}

extension SIMD4<Float>: FloatLanes {
  @inlinable @inline(__always) package var total: Float { (x + z) + (y + w) }
  @inlinable @inline(__always) package var hasNaN: Bool { assay_any_nan4(self) }
  @inlinable @inline(__always) package mutating func keepOrder() { self = assay_in_order4(self) }
}

extension SIMD8<Float>: FloatLanes {
  @inlinable @inline(__always) package var total: Float { (lowHalf + highHalf).total }
  @inlinable @inline(__always) package var hasNaN: Bool { assay_any_nan8(self) }
  @inlinable @inline(__always) package mutating func keepOrder() { self = assay_in_order8(self) }
}

extension SIMD16<Float>: FloatLanes {
  @inlinable @inline(__always) package var total: Float { (lowHalf + highHalf).total }
  @inlinable @inline(__always) package var hasNaN: Bool { assay_any_nan16(self) }
  @inlinable @inline(__always) package mutating func keepOrder() { self = assay_in_order16(self) }
}
