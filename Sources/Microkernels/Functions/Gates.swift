/// GELU and SiLU, the activations of transformers: a value times how far its gate is open.
@usableFromInline
package enum Gates {
  /// x·Φ(x). With t = |x|, Φ(−t) = e^(−t²/2)·P(t)/Q(t); at most 0.64 units in the last place from
  /// the exact value.
  @inlinable @inline(__always)
  package static func gelu<B: Bundle>(_ x: B) -> B {
    // Below −15 the result rounds to −0, above 15 it is x.
    let factor = B.Doubles(x.map { $0.replacing(with: Lanes16(repeating: -15), where: $0 .< -15) })
    let size = B.Doubles(x.map { $0.magnitude.limited(to: 15) })
    let share = denominator(size).reciprocal
    let below = density(size) * share
    let above = below.merging(factor) { $0.replacing(with: 1 - $0, where: $1 .> 0) }
    return (factor * above).rounded.map { $0.canonical }
  }

  /// e^(−t²/2)·P(t).
  @inlinable @inline(__always)
  static func density<D: DoubleBundle>(_ size: D) -> D {
    let power = (size * size * -0x1.71547652b82fep-1).powerOfTwo
    var top = size.times(0x1.0e41ff9b7b53fp-8, plus: 0x1.4d47c3eebc3b5p-5)
    top = top.times(size, plus: 0x1.77924ba55b17dp-3)
    top = top.times(size, plus: 0x1.c1052d22af076p-2)
    top = top.times(size, plus: 0x1.00000019b7337p-1)
    return top * power
  }

  /// Q(t), from 1 to 10⁵.
  @inlinable @inline(__always)
  static func denominator<D: DoubleBundle>(_ size: D) -> D {
    var bottom = size.times(0x1.52b6ccb316a9ep-7, plus: 0x1.a1bb2819eddc8p-4)
    bottom = bottom.times(size, plus: 0x1.e1244a2e51e5bp-2)
    bottom = bottom.times(size, plus: 0x1.33ffe0ec598f4p0)
    bottom = bottom.times(size, plus: 0x1.acc4c753efe12p0)
    return bottom.times(size, plus: 1)
  }

  /// x / (1 + e⁻ˣ). With p = e^−|x|: x / (1 + p), or x·p / (1 + p) for negative x; at most 0.54 units
  /// in the last place from the exact value.
  @inlinable @inline(__always)
  package static func silu<B: Bundle>(_ x: B) -> B {
    // Below −200 the result rounds to −0, and so it does for an infinite x.
    let factor = B.Doubles(
      x.map { $0.replacing(with: Lanes16(repeating: -200), where: $0 .< -200) })
    let size = B.Doubles(x.map { $0.magnitude.limited(to: 200) })
    let power = (size * -0x1.71547652b82fep0).powerOfTwo
    let share = power.map { 1 + $0 }.reciprocal
    let open = power.merging(factor) {
      SIMD8<Double>(repeating: 1).replacing(with: $0, where: $1 .< 0)
    }
    return (factor * (open * share)).rounded.map { $0.canonical }
  }
}
