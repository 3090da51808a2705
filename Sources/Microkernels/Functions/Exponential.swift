public import CVector

/// eˣ.
@usableFromInline
package enum Exponential {
  /// Adding and subtracting it rounds to a whole number, which is then in the low bits.
  @inlinable @inline(__always) package static var rounder: Float { 0x1.8p23 }

  /// eˣ = 2ⁿ·eʳ with n = round(x / ln 2) and r = x − n·ln 2; at most 0.89 units in the last place
  /// from the exact value.
  @inlinable @inline(__always)
  package static func exp(_ x: Lanes16) -> Lanes16 {
    // Beyond, eˣ is no normal number, or x none at all.
    if assay_any_beyond(x.magnitude, 87) { return anyExp(x) }
    let shifted = x.times(0x1.715476p0, plus: rounder)
    let power = series(rest(x, shifted - rounder))
    return Lanes16(bits: power.bits &+ (shifted.bits &<< 23))
  }

  /// The same bits where `exp` needs no help, and the rest of eˣ as well.
  @inlinable @inline(__always)
  static func anyExp(_ x: Lanes16) -> Lanes16 {
    // Beyond these the result is infinite or rounds to zero.
    let limited = x.limited(to: 89).replacing(with: Lanes16(repeating: -104), where: x .< -104)
    let shifted = limited.times(0x1.715476p0, plus: rounder)
    let power = series(rest(limited, shifted - rounder))
    // 2ⁿ in two factors, each a normal number, so that only the last product rounds.
    let whole = unsafeBitCast(shifted.bits &- 0x4b40_0000, to: SIMD16<Int32>.self)
    let half = whole &>> 1
    let first = unsafeBitCast((half &+ 127) &<< 23, to: Lanes16.self)
    let second = unsafeBitCast((whole &- half &+ 127) &<< 23, to: Lanes16.self)
    return (power * first * second).canonical
  }

  /// x − n·ln 2, with ln 2 in two parts.
  @inlinable @inline(__always)
  static func rest(_ x: Lanes16, _ whole: Lanes16) -> Lanes16 {
    whole.times(0x1.05c610p-29, plus: whole.times(-0x1.62e430p-1, plus: x))
  }

  /// eʳ for |r| ≤ ln 2 / 2.
  @inlinable @inline(__always)
  static func series(_ rest: Lanes16) -> Lanes16 { slope(rest).times(rest, plus: 1) }

  /// (eʳ − 1) / r for |r| ≤ ln 2 / 2.
  @inlinable @inline(__always)
  static func slope(_ rest: Lanes16) -> Lanes16 {
    var tail = rest.times(0x1.6a4f28p-10, plus: 0x1.123982p-7)
    tail = tail.times(rest, plus: 0x1.5558aep-5)
    tail = tail.times(rest, plus: 0x1.555492p-3)
    tail = tail.times(rest, plus: 0x1.fffffcp-2)
    return tail.times(rest, plus: 1)
  }
}
