/// erf x.
@usableFromInline
package enum ErrorFunction {
  /// An odd polynomial to 1, and 1 − 2^−x·h(x) beyond; at most 0.99 units in the last place from the
  /// exact value.
  @inlinable @inline(__always)
  package static func erf(_ x: Lanes16) -> Lanes16 {
    let size = x.magnitude
    let square = size * size
    var tail = square.times(0x1.4771fcp-14, plus: -0x1.a3515ep-11)
    tail = tail.times(square, plus: 0x1.53f224p-8)
    tail = tail.times(square, plus: -0x1.b7f71ap-6)
    tail = tail.times(square, plus: 0x1.ce2ce6p-4)
    tail = tail.times(square, plus: -0x1.81273ep-2)
    tail = tail.times(square, plus: 0x1.06eba8p-3)
    let near = tail.times(size, plus: size)
    let far = complement(size.limited(to: 3.95))
    return near.replacing(with: far, where: size .> 1).withSign(of: x).canonical
  }

  /// erf of 1 to 3.95: 1 less 2 to the power of a polynomial.
  @inlinable @inline(__always)
  static func complement(_ x: Lanes16) -> Lanes16 {
    var slope = x.times(0x1.3df506p-12, plus: -0x1.2cf57ep-8)
    slope = slope.times(x, plus: 0x1.0d4c88p-5)
    slope = slope.times(x, plus: -0x1.3685e0p-3)
    slope = slope.times(x, plus: -0x1.d5ac96p-1)
    slope = slope.times(x, plus: -0x1.a0c7a2p0)
    let shifted = slope.times(x, plus: Exponential.rounder)
    let rest = slope.times(x, plus: Exponential.rounder - shifted)
    var tail = rest.times(0x1.417674p-13, plus: 0x1.5f095cp-10)
    tail = tail.times(rest, plus: 0x1.3b2dd6p-7)
    tail = tail.times(rest, plus: 0x1.c6af7ap-5)
    tail = tail.times(rest, plus: 0x1.ebfbdcp-3)
    tail = tail.times(rest, plus: 0x1.62e430p-1)
    let scale = Lanes16(bits: (shifted.bits &<< 23) &+ 0x3f80_0000)
    // 1 − 2ⁿ is exact, so this rounds once.
    return (scale * -rest).times(tail, plus: 1 - scale)
  }
}
