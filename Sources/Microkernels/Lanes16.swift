public import CVector

/// Sixteen floats: the virtual vector of every element-wise function and reduction. A level with
/// shorter registers takes two or four of them; the results are the same.
@usableFromInline
package typealias Lanes16 = SIMD16<Float>

@usableFromInline
package typealias Mask16 = SIMDMask<SIMD16<Int32>>

extension SIMD16<Float> {
  @inlinable @inline(__always)
  package init(at source: UnsafePointer<Float>) {
    self = UnsafeRawPointer(source).loadUnaligned(as: Self.self)
  }

  @inlinable @inline(__always)
  package func store(at target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: self, as: Self.self)
  }

  @inlinable @inline(__always)
  package init(bits: SIMD16<UInt32>) { self = unsafeBitCast(bits, to: Self.self) }

  @inlinable @inline(__always)
  package var bits: SIMD16<UInt32> { unsafeBitCast(self, to: SIMD16<UInt32>.self) }

  /// `fma(self, factor, addend)` with one rounding.
  @inlinable @inline(__always)
  package func times(_ factor: Self, plus addend: Self) -> Self { assay_fma(self, factor, addend) }

  @inlinable @inline(__always)
  package func times(_ factor: Self, plus addend: Float) -> Self {
    assay_fma(self, factor, Self(repeating: addend))
  }

  @inlinable @inline(__always)
  package var squareRooted: Self { assay_sqrt(self) }

  @inlinable @inline(__always)
  package var magnitude: Self { Self(bits: bits & 0x7fff_ffff) }

  /// This value's magnitude with the sign of `other`, whose lanes' signs are flipped into it.
  @inlinable @inline(__always)
  package func withSign(of other: Self) -> Self {
    Self(bits: (bits & 0x7fff_ffff) | (other.bits & 0x8000_0000))
  }

  /// `other` where `mask` is set.
  @inlinable @inline(__always)
  package func replaced(by other: Self, where mask: Mask16) -> Self {
    replacing(with: other, where: mask)
  }

  @inlinable @inline(__always)
  package func replaced(by other: Float, where mask: Mask16) -> Self {
    replacing(with: Self(repeating: other), where: mask)
  }

  /// The same with each NaN replaced by the profile's only one.
  @inlinable @inline(__always)
  package var canonical: Self { replaced(by: .nan, where: self .!= self) }

  /// The larger of two lanes; where one is not a number, the other.
  @inlinable @inline(__always)
  package func larger(_ other: Self) -> Self { other.replaced(by: self, where: self .> other) }
}
