/// The natural logarithm.
@usableFromInline
package enum Logarithm {
  /// ln x, in doubles; at most 0.52 units in the last place from the exact value.
  @inlinable @inline(__always)
  package static func log<B: Bundle>(_ x: B) -> B {
    logarithm(B.Doubles(x)).rounded.merging(x) {
      var result = $0.replacing(with: $1, where: $1 .== .infinity)
      result = result.replacing(with: Lanes16(repeating: -.infinity), where: $1 .== 0)
      // What is not a number was lost among the bits.
      return Lanes16(repeating: .nan).replacing(with: result, where: $1 .>= 0)
    }
  }

  /// With x = 2ⁿ·(1 + f), 1 + f from √½ to √2: n·ln 2 + f + f²·q(f). For positive finite floats.
  @inlinable @inline(__always)
  static func logarithm<D: DoubleBundle>(_ x: D) -> D {
    // Bits above those of √½, so that the exponent counts from there; 1024 more keeps it positive.
    let root: UInt64 = 0x3fe6_a09e_667f_3bcd
    let moved = x.map { SIMD8<Double>(bits: $0.bits &- SIMD8(repeating: root &- 1024 << 52)) }
    let fraction = moved.map {
      SIMD8<Double>(bits: ($0.bits & 0x000f_ffff_ffff_ffff) &+ SIMD8(repeating: root)) - 1
    }
    var tail = fraction.times(0x1.137497d532e1fp-4, plus: -0x1.de3fd4d945788p-4)
    tail = tail.times(fraction, plus: 0x1.e776aefd816fep-4)
    tail = tail.times(fraction, plus: -0x1.fc3474b1342bcp-4)
    tail = tail.times(fraction, plus: 0x1.232d977770747p-3)
    tail = tail.times(fraction, plus: -0x1.555ab0c3d1ab2p-3)
    tail = tail.times(fraction, plus: 0x1.99a53d3dd8ac1p-3)
    tail = tail.times(fraction, plus: -0x1.00001141b90b0p-2)
    tail = tail.times(fraction, plus: 0x1.555546381fddfp-2)
    tail = tail.times(fraction, plus: -0x1.ffffffd5a54f0p-2)
    let low = (fraction * fraction).times(tail, plus: fraction)
    let whole = moved.map {
      SIMD8<Double>(bits: $0.bits &>> 52 | 0x4330_0000_0000_0000) - (0x1p52 + 1024)
    }
    return whole.times(0x1.62e42fefa39efp-1, plus: low)
  }
}
