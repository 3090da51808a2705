/// eˣ.
@usableFromInline
package enum Exponential: LaneFunction {
  /// Adding and subtracting it rounds to a whole number, which is then in the low bits.
  @inlinable @inline(__always) static var rounder: Float { 0x1.8p23 }

  /// eˣ. With n = round(x / ln 2) and r = x − n·ln 2: 2ⁿ·(1 + r + r²·q(r)).
  @inlinable @inline(__always)
  package static func value(_ x: Lanes16) -> Lanes16 {
    // Beyond these the result is infinite, or rounds to zero; a NaN passes both comparisons.
    let high = x.replaced(by: 89, where: x .> 89)
    let limited = high.replaced(by: -104, where: high .< -104)
    let shifted = limited.times(Lanes16(repeating: 0x1.715476p0), plus: rounder)
    let whole = shifted - rounder
    // ln 2 in two parts; the first product is exact within the fused operation.
    var rest = whole.times(Lanes16(repeating: -0x1.62e43p-1), plus: limited)
    rest = whole.times(Lanes16(repeating: 0x1.05c610p-29), plus: rest)
    var tail = rest.times(Lanes16(repeating: 0x1.6d4328p-10), plus: 0x1.120b74p-7)
    tail = tail.times(rest, plus: 0x1.5554eap-5)
    tail = tail.times(rest, plus: 0x1.5554dcp-3)
    tail = tail.times(rest, plus: 0x1p-1)
    let value = (rest * rest).times(tail, plus: rest) + 1
    return scaled(value, by: shifted.bits &- SIMD16(repeating: 0x4b40_0000))
  }

  /// `value · 2ⁿ` in two steps, so that each factor is a normal number and only the last rounds.
  @inlinable @inline(__always)
  static func scaled(_ value: Lanes16, by power: SIMD16<UInt32>) -> Lanes16 {
    let signed = unsafeBitCast(power, to: SIMD16<Int32>.self)
    let half = unsafeBitCast(signed &>> 1, to: SIMD16<UInt32>.self)
    let first = Lanes16(bits: (half &+ 127) &<< 23)
    let second = Lanes16(bits: (power &- half &+ 127) &<< 23)
    return value * first * second
  }
}

/// tanh x: an odd polynomial near zero, 1 − 2 / (e²ˣ + 1) beyond.
@usableFromInline
package enum HyperbolicTangent: LaneFunction {
  @inlinable @inline(__always)
  package static func value(_ x: Lanes16) -> Lanes16 {
    let size = x.magnitude
    let square = x * x
    var tail = square.times(Lanes16(repeating: 0x1.f5e29ep-10), plus: -0x1.043556p-7)
    tail = tail.times(square, plus: 0x1.623404p-6)
    tail = tail.times(square, plus: -0x1.b9d92ep-5)
    tail = tail.times(square, plus: 0x1.11104ap-3)
    tail = tail.times(square, plus: -0x1.555554p-2)
    let near = (square * x).times(tail, plus: x)
    let far = (1 - 2 / (Exponential.value(size + size) + 1)).withSign(of: x)
    return near.replaced(by: far, where: size .> 0.75)
  }
}

/// SiLU: x / (1 + e⁻ˣ).
@usableFromInline
package enum SigmoidUnit: LaneFunction {
  @inlinable @inline(__always)
  package static func value(_ x: Lanes16) -> Lanes16 {
    let quotient = x / (1 + Exponential.value(-x))
    let isFar = x .< -80
    if Lanes16(repeating: 0).replaced(by: 1, where: isFar).total == 0 { return quotient }
    // Where e⁻ˣ overflows, x·eˣ is as exact; in two factors, since eˣ may be a denormal number.
    let half = Exponential.value(x * 0.5)
    return quotient.replaced(by: x * half * half, where: isFar)
  }
}
