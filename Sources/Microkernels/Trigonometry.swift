/// sin x and cos x, x in radians.
@usableFromInline
package enum Trigonometry {
  /// Up to here the quotient by π/2 is small enough for the subtraction in three parts.
  @inlinable @inline(__always) static var nearLimit: Float { 65536 }

  /// sin(x + quarter·π/2).
  @inlinable @inline(__always)
  static func value(_ x: Lanes16, quarter: UInt32) -> Lanes16 {
    let isFar = x.magnitude .> nearLimit
    let near = x.replaced(by: 0, where: isFar)
    let shifted = near.times(Lanes16(repeating: 0x1.45f306p-1), plus: Exponential.rounder)
    let n = shifted - Exponential.rounder
    // What is left of x, in two floats. n·π/2 comes in three parts: the first leaves an exact
    // difference; the second is added with its errors kept, since near a multiple of π/2 it may
    // cancel all but the last bits.
    let first = n.times(Lanes16(repeating: -0x1.921fb6p0), plus: near)
    let second = n * 0x1.777a5cp-25
    let rest = first + second
    let taken = rest - first
    let lost = (first - (rest - taken)) + (second - taken)
    let exact = n.times(Lanes16(repeating: 0x1.777a5cp-25), plus: -second)
    let low = n.times(Lanes16(repeating: 0x1.ee59dap-50), plus: lost + exact)
    var result = folded(rest, low, quadrant: shifted.bits &+ SIMD16(repeating: quarter))
    if Lanes16(repeating: 0).replaced(by: 1, where: isFar).total > 0 {
      for lane in 0..<16 where isFar[lane] {
        result[lane] = LargeAngle.sine(x[lane], quarter: quarter)
      }
    }
    return result.replaced(by: x, where: x .!= x)
  }

  /// The sine of quadrant·π/2 + rest + low, where |rest| is at most π/4.
  @inlinable @inline(__always)
  static func folded(_ rest: Lanes16, _ low: Lanes16, quadrant: SIMD16<UInt32>) -> Lanes16 {
    let square = rest * rest
    var tail = square.times(Lanes16(repeating: 0x1.6dbdf4p-19), plus: -0x1.a013a8p-13)
    tail = tail.times(square, plus: 0x1.11110ep-7)
    tail = tail.times(square, plus: -0x1.555556p-3)
    let sine = rest + (square * rest).times(tail, plus: low)
    var even = square.times(Lanes16(repeating: 0x1.9bd89ap-16), plus: -0x1.6c12d4p-10)
    even = even.times(square, plus: 0x1.555554p-5)
    // 1 − square/2 with what its rounding loses, then the rest of the series.
    let half = square * 0.5
    let top = 1 - half
    let lost = (1 - top) - half
    let cosine = top + (square * square).times(even, plus: lost - rest * low)
    let isOdd = (quadrant & 1) .!= 0
    let chosen = Lanes16(bits: sine.bits.replacing(with: cosine.bits, where: isOdd))
    return Lanes16(bits: chosen.bits ^ ((quadrant & 2) &<< 30))
  }
}

@usableFromInline
package enum Sine: LaneFunction {
  @inlinable @inline(__always)
  package static func value(_ x: Lanes16) -> Lanes16 {
    // sin(−0) is −0, which the sum of parts would lose.
    Trigonometry.value(x, quarter: 0).replaced(by: x, where: x .== 0)
  }
}

@usableFromInline
package enum Cosine: LaneFunction {
  @inlinable @inline(__always)
  package static func value(_ x: Lanes16) -> Lanes16 { Trigonometry.value(x, quarter: 1) }
}
