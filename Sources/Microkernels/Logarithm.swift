/// The natural logarithm.
@usableFromInline
package enum Logarithm: LaneFunction {
  /// ln x. With x = 2ⁿ·(1 + f), 1 + f from √½ to √2: n·ln 2 + f + f²·q(f).
  @inlinable @inline(__always)
  package static func value(_ x: Lanes16) -> Lanes16 {
    let isTiny = x .< .leastNormalMagnitude
    let normal = x.replaced(by: x * 0x1p23, where: isTiny)
    // Bits above those of √½, moved so that the exponent's field counts from there.
    let moved = normal.bits &- SIMD16(repeating: 0x3f35_04f3)
    let power = unsafeBitCast(moved, to: SIMD16<Int32>.self) &>> 23
    let fraction = Lanes16(bits: (moved & 0x007f_ffff) &+ SIMD16(repeating: 0x3f35_04f3)) - 1
    // Whole numbers below 2²³ become floats through the low bits of a large one.
    let biased = unsafeBitCast(power &+ SIMD16(repeating: 0x4b40_0000), to: SIMD16<UInt32>.self)
    let count = Lanes16(bits: biased) - 0x1.8p23
    let n = count.replaced(by: count - 23, where: isTiny)
    let tail = polynomial(fraction)
    let low = n.times(Lanes16(repeating: -0x1.05c610p-29), plus: fraction * fraction * tail)
    let value = n.times(Lanes16(repeating: 0x1.62e43p-1), plus: fraction + low)
    var result = value.replaced(by: .infinity, where: x .== .infinity)
    result = result.replaced(by: -.infinity, where: x .== 0)
    return result.replaced(by: .nan, where: x .< 0).replaced(by: x, where: x .!= x)
  }

  @inlinable @inline(__always)
  static func polynomial(_ f: Lanes16) -> Lanes16 {
    var tail = f.times(Lanes16(repeating: -0x1.38d520p-4), plus: 0x1.08782ap-3)
    tail = tail.times(f, plus: -0x1.0f2d10p-3)
    tail = tail.times(f, plus: 0x1.226922p-3)
    tail = tail.times(f, plus: -0x1.54279ep-3)
    tail = tail.times(f, plus: 0x1.99a46ap-3)
    tail = tail.times(f, plus: -0x1.000428p-2)
    tail = tail.times(f, plus: 0x1.555550p-2)
    return tail.times(f, plus: -0x1.fffff8p-2)
  }
}
