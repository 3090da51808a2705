/// GELU and SiLU, the activations of transformers: a value times how far its gate is open.
@usableFromInline
package enum Gates {
  /// x·Φ(x). With t = |x|, Φ(−t) = e^(−t²/2)·P(t)/Q(t); at most 0.64 units in the last place from
  /// the exact value.
  @inlinable @inline(__always)
  package static func gelu(_ x: Lanes16) -> Lanes16 {
    // Below −15 the result rounds to −0, above 15 it is x.
    let size = Doubles16(x.magnitude.limited(to: 15))
    let factor = Doubles16(x.replacing(with: Lanes16(repeating: -15), where: x .< -15))
    let low = factor.low * distribution(size.low, isAbove: factor.low .> 0)
    let high = factor.high * distribution(size.high, isAbove: factor.high .> 0)
    return Doubles16(low: low, high: high).rounded.canonical
  }

  /// Φ(−t), or Φ(t) where `isAbove`.
  @inlinable @inline(__always)
  static func distribution(
    _ size: SIMD8<Double>, isAbove: SIMDMask<SIMD8<Int64>>
  ) -> SIMD8<Double> {
    let power = (size * size * -0x1.71547652b82fep-1).powerOfTwo
    var top = size.times(0x1.0e41ff9b7b53fp-8, plus: 0x1.4d47c3eebc3b5p-5)
    top = top.times(size, plus: 0x1.77924ba55b17dp-3)
    top = top.times(size, plus: 0x1.c1052d22af076p-2)
    top = top.times(size, plus: 0x1.00000019b7337p-1)
    var bottom = size.times(0x1.52b6ccb316a9ep-7, plus: 0x1.a1bb2819eddc8p-4)
    bottom = bottom.times(size, plus: 0x1.e1244a2e51e5bp-2)
    bottom = bottom.times(size, plus: 0x1.33ffe0ec598f4p0)
    bottom = bottom.times(size, plus: 0x1.acc4c753efe12p0)
    bottom = bottom.times(size, plus: 1)
    let below = top * power / bottom
    return below.replacing(with: 1 - below, where: isAbove)
  }

  /// x / (1 + e⁻ˣ); at most 0.54 units in the last place from the exact value.
  @inlinable @inline(__always)
  package static func silu(_ x: Lanes16) -> Lanes16 {
    // Below −200 the result rounds to −0, and so it does for an infinite x.
    let limited = x.replacing(with: Lanes16(repeating: -200), where: x .< -200)
    let exponent = Doubles16(limited.limited(to: 200)).map {
      ($0 * -0x1.71547652b82fep0).powerOfTwo
    }
    let value = Doubles16(limited)
    let low = value.low / (1 + exponent.low)
    let high = value.high / (1 + exponent.high)
    return Doubles16(low: low, high: high).rounded.canonical
  }
}
