/// A SIMD vector of floats, with what the language leaves to whole-vector shuffles.
@usableFromInline
package protocol FloatLanes: SIMD where Scalar == Float {
  /// Sum of all lanes, halves first.
  var total: Float { get }
}

extension SIMD4<Float>: FloatLanes {
  @inlinable @inline(__always) package var total: Float { (x + z) + (y + w) }
}

extension SIMD8<Float>: FloatLanes {
  @inlinable @inline(__always) package var total: Float { (lowHalf + highHalf).total }
}

extension SIMD16<Float>: FloatLanes {
  @inlinable @inline(__always) package var total: Float { (lowHalf + highHalf).total }
}
