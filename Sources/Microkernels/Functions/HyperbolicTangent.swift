/// tanh x.
@usableFromInline
package enum HyperbolicTangent {
  /// An odd polynomial to 0.90625 and 1 − 2 / (e²ˣ + 1) beyond; at most 0.95 units in the last place
  /// from the exact value.
  @inlinable @inline(__always)
  package static func tanh(_ x: Lanes16) -> Lanes16 {
    let size = x.magnitude
    let square = size * size
    var tail = square.times(-0x1.d84c84p-12, plus: 0x1.50e094p-9)
    tail = tail.times(square, plus: -0x1.0e6d86p-7)
    tail = tail.times(square, plus: 0x1.62d9f0p-6)
    tail = tail.times(square, plus: -0x1.b9c7d2p-5)
    tail = tail.times(square, plus: 0x1.110f2cp-3)
    tail = tail.times(square, plus: -0x1.55554ep-2)
    let near = (tail * square).times(size, plus: size)
    let far = 1 - 2 / successor(size.limited(to: 9.25))
    return near.replacing(with: far, where: size .> 0.90625).withSign(of: x).canonical
  }

  /// e²ˣ + 1 for x from 0 to 9.25, which rounds once: 2ⁿ + 1 is exact, and 2ⁿ·r as well.
  @inlinable @inline(__always)
  static func successor(_ x: Lanes16) -> Lanes16 {
    let shifted = x.times(0x1.715476p1, plus: Exponential.rounder)
    let rest = (shifted - Exponential.rounder).times(-0x1.62e430p-1, plus: x + x)
    let scale = Lanes16(bits: (shifted.bits &<< 23) &+ 0x3f80_0000)
    return (scale * rest).times(Exponential.slope(rest), plus: scale + 1)
  }
}
