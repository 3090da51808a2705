/// Sixteen doubles: what functions are computed in whose steps would lose too much in floats.
@usableFromInline
package struct Doubles16 {
  @usableFromInline var low: SIMD8<Double>
  @usableFromInline var high: SIMD8<Double>

  @inlinable @inline(__always)
  package init(low: SIMD8<Double>, high: SIMD8<Double>) {
    self.low = low
    self.high = high
  }

  @inlinable @inline(__always)
  package init(_ lanes: Lanes16) {
    self.init(low: SIMD8<Double>(lanes.lowHalf), high: SIMD8<Double>(lanes.highHalf))
  }

  /// Rounded to floats, denormal ones included.
  @inlinable @inline(__always)
  package var rounded: Lanes16 {
    Lanes16(lowHalf: SIMD8<Float>(low), highHalf: SIMD8<Float>(high))
  }

  /// 1 / self for values from 1 to 2¹⁰⁰, to 45 bits: the quotient in floats, which takes a fifth of the
  /// time, and one step of Newton's method.
  @inlinable @inline(__always)
  package var reciprocal: Self {
    let guess = Self(1 / rounded)
    return Self(
      low: guess.low.addingProduct(guess.low, (-low).times(guess.low, plus: 1)),
      high: guess.high.addingProduct(guess.high, (-high).times(guess.high, plus: 1)))
  }

  @inlinable @inline(__always)
  package static func * (left: Self, right: Self) -> Self {
    Self(low: left.low * right.low, high: left.high * right.high)
  }

  /// `body` of either half.
  @inlinable @inline(__always)
  package func map(_ body: (SIMD8<Double>) -> SIMD8<Double>) -> Self {
    Self(low: body(low), high: body(high))
  }
}

extension SIMD8<Double> {
  @inlinable @inline(__always)
  package init(bits: SIMD8<UInt64>) { self = unsafeBitCast(bits, to: Self.self) }

  @inlinable @inline(__always)
  package var bits: SIMD8<UInt64> { unsafeBitCast(self, to: SIMD8<UInt64>.self) }

  /// `fma(self, factor, addend)`: one rounding.
  @inlinable @inline(__always)
  package func times(_ factor: Self, plus addend: Double) -> Self {
    Self(repeating: addend).addingProduct(self, factor)
  }

  @inlinable @inline(__always)
  package func times(_ factor: Double, plus addend: Self) -> Self {
    addend.addingProduct(self, Self(repeating: factor))
  }

  @inlinable @inline(__always)
  package func times(_ factor: Double, plus addend: Double) -> Self {
    Self(repeating: addend).addingProduct(self, Self(repeating: factor))
  }

  /// Adding and subtracting it rounds to a whole number, which is then in the low bits.
  @inlinable @inline(__always) package static var rounder: Double { 0x1.8p52 }

  /// 2 to the power of this, which must be between −1000 and 1000 or a NaN, to 29 bits.
  @inlinable @inline(__always)
  package var powerOfTwo: Self {
    let shifted = self + Self.rounder
    let rest = self - (shifted - Self.rounder)
    var tail = rest.times(0x1.41fb810a8cce9p-13, plus: 0x1.5f3eac604b706p-10)
    tail = tail.times(rest, plus: 0x1.3b2d4e07d8268p-7)
    tail = tail.times(rest, plus: 0x1.c6aee7e3534bbp-5)
    tail = tail.times(rest, plus: 0x1.ebfbdc39d8bc4p-3)
    tail = tail.times(rest, plus: 0x1.62e430af9b2c8p-1)
    tail = tail.times(rest, plus: 1)
    return Self(bits: tail.bits &+ (shifted.bits &<< 52))
  }
}
