/// Vectors of doubles, as many elements as a bundle of floats has: what functions are computed in whose
/// steps would lose too much in floats.
///
/// A step is done for all of them before the next one, so that none waits for the one before.
@usableFromInline
package protocol DoubleBundle {
  associatedtype Floats: Bundle

  init(_ floats: Floats)

  /// Rounded to floats, denormal ones included.
  var rounded: Floats { get }

  /// `body` of each vector.
  func map(_ body: (SIMD8<Double>) -> SIMD8<Double>) -> Self

  func merging(_ other: Self, _ body: (SIMD8<Double>, SIMD8<Double>) -> SIMD8<Double>) -> Self

  /// `fma(self, factor, addend)`: one rounding.
  func times(_ factor: Self, plus addend: Self) -> Self

  /// `self`, or `other` where `mark` is not zero.
  func replacing(with other: Self, where mark: Self) -> Self
}

extension DoubleBundle {
  @inlinable @inline(__always)
  package static func * (left: Self, right: Self) -> Self { left.merging(right) { $0 * $1 } }

  @inlinable @inline(__always)
  package static func * (left: Self, right: Double) -> Self { left.map { $0 * right } }

  @inlinable @inline(__always)
  package func times(_ factor: Self, plus addend: Double) -> Self {
    merging(factor) { $0.times($1, plus: addend) }
  }

  @inlinable @inline(__always)
  package func times(_ factor: Double, plus addend: Self) -> Self {
    merging(addend) { $0.times(factor, plus: $1) }
  }

  @inlinable @inline(__always)
  package func times(_ factor: Double, plus addend: Double) -> Self {
    map { $0.times(factor, plus: addend) }
  }

  /// 1 / self for values from 1 to 2¹⁰⁰, to 45 bits: the quotient in floats, which takes a fifth of the
  /// time, and one step of Newton's method.
  @inlinable @inline(__always)
  package var reciprocal: Self {
    let guess = Self(rounded.map { 1 / $0 })
    let error = merging(guess) { $0.negated.times($1, plus: 1) }
    return guess.merging(error) { $0.addingProduct($0, $1) }
  }

  /// 2 to the power of this, which must be between −1000 and 1000 or a NaN, to 29 bits.
  @inlinable @inline(__always)
  package var powerOfTwo: Self {
    let shifted = map { $0 + SIMD8<Double>.rounder }
    let rest = merging(shifted) { $0 - ($1 - SIMD8<Double>.rounder) }
    var tail = rest.times(0x1.41fb810a8cce9p-13, plus: 0x1.5f3eac604b706p-10)
    tail = tail.times(rest, plus: 0x1.3b2d4e07d8268p-7)
    tail = tail.times(rest, plus: 0x1.c6aee7e3534bbp-5)
    tail = tail.times(rest, plus: 0x1.ebfbdc39d8bc4p-3)
    tail = tail.times(rest, plus: 0x1.62e430af9b2c8p-1)
    tail = tail.times(rest, plus: 1)
    return tail.merging(shifted) { SIMD8<Double>(bits: $0.bits &+ ($1.bits &<< 52)) }
  }
}

/// Twice as many doubles.
@usableFromInline
package struct BothDoubles<Half: DoubleBundle>: DoubleBundle {
  @usableFromInline package typealias Floats = Both<Half.Floats>
  @usableFromInline var upper: Half
  @usableFromInline var lower: Half

  @inlinable @inline(__always)
  init(upper: Half, lower: Half) {
    self.upper = upper
    self.lower = lower
  }

  @inlinable @inline(__always)
  package init(_ floats: Both<Half.Floats>) {
    self.init(upper: Half(floats.upper), lower: Half(floats.lower))
  }

  @inlinable @inline(__always)
  package var rounded: Both<Half.Floats> { Both(upper: upper.rounded, lower: lower.rounded) }

  @inlinable @inline(__always)
  package func map(_ body: (SIMD8<Double>) -> SIMD8<Double>) -> Self {
    Self(upper: upper.map(body), lower: lower.map(body))
  }

  @inlinable @inline(__always)
  package func merging(
    _ other: Self, _ body: (SIMD8<Double>, SIMD8<Double>) -> SIMD8<Double>
  ) -> Self {
    Self(upper: upper.merging(other.upper, body), lower: lower.merging(other.lower, body))
  }

  @inlinable @inline(__always)
  package func times(_ factor: Self, plus addend: Self) -> Self {
    Self(
      upper: upper.times(factor.upper, plus: addend.upper),
      lower: lower.times(factor.lower, plus: addend.lower))
  }

  @inlinable @inline(__always)
  package func replacing(with other: Self, where mark: Self) -> Self {
    Self(
      upper: upper.replacing(with: other.upper, where: mark.upper),
      lower: lower.replacing(with: other.lower, where: mark.lower))
  }
}
