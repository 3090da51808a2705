public import CVector

/// sin x and cos x, x in radians.
@usableFromInline
package enum Trigonometry {
  @inlinable @inline(__always)
  package static func sin<B: Bundle>(_ x: B) -> B { sine(x, quarter: 0) }

  @inlinable @inline(__always)
  package static func cos<B: Bundle>(_ x: B) -> B { sine(x, quarter: 1) }

  /// sin(x + quarter·π/2), in doubles; at most 0.51 units in the last place from the exact value.
  @inlinable @inline(__always)
  static func sine<B: Bundle>(_ x: B, quarter: UInt64) -> B {
    moderate(B.Doubles(x), quarter: quarter).rounded.merging(x) {
      var result = $0.canonical
      if assay_any_beyond($1.magnitude, LargeAngle.limit) {
        for lane in 0..<16 where !($1[lane].magnitude <= LargeAngle.limit) {
          result[lane] = LargeAngle.sine($1[lane], quarter: UInt32(truncatingIfNeeded: quarter))
        }
      }
      return result
    }
  }

  /// For |x| up to 2³⁰, where π/2 in two doubles leaves enough of the difference.
  @inlinable @inline(__always)
  static func moderate<D: DoubleBundle>(_ x: D, quarter: UInt64) -> D {
    let shifted = x.times(0x1.45f306dc9c883p-1, plus: SIMD8<Double>.rounder)
    let whole = shifted.map { $0 - SIMD8<Double>.rounder }
    let first = whole.times(-0x1.921fb54442d18p0, plus: x)
    let rest = whole.times(-0x1.1a62633145c07p-54, plus: first)
    let square = rest * rest
    var odd = square.times(0x1.6cd838129b065p-19, plus: -0x1.a00f9d1fbc609p-13)
    var even = square.times(0x1.9a02084b6b2cfp-16, plus: -0x1.6c0c8aa651891p-10)
    odd = odd.times(square, plus: 0x1.11110895a4be3p-7)
    even = even.times(square, plus: 0x1.55554ab252375p-5)
    odd = odd.times(square, plus: -0x1.5555554cb903dp-3)
    even = even.times(square, plus: -0.5)
    // As a product, so that the sine of −0 is −0.
    odd = odd.times(square, plus: 1) * rest
    even = even.times(square, plus: 1)
    let quadrant = shifted.map { SIMD8<Double>(bits: $0.bits &+ SIMD8(repeating: quarter)) }
    // The quadrant's lowest bit as a number that is zero or not.
    let isOdd = quadrant.map { SIMD8<Double>(bits: ($0.bits & 1) &<< 62) }
    return odd.replacing(with: even, where: isOdd).merging(quadrant) {
      SIMD8<Double>(bits: $0.bits ^ (($1.bits & 2) &<< 62))
    }
  }
}
