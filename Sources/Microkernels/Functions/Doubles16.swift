/// Sixteen doubles.
@usableFromInline
package struct Doubles16: DoubleBundle {
  @usableFromInline var low: SIMD8<Double>
  @usableFromInline var high: SIMD8<Double>

  @inlinable @inline(__always)
  init(low: SIMD8<Double>, high: SIMD8<Double>) {
    self.low = low
    self.high = high
  }

  @inlinable @inline(__always)
  package init(_ lanes: Lanes16) {
    self.init(low: SIMD8<Double>(lanes.lowHalf), high: SIMD8<Double>(lanes.highHalf))
  }

  @inlinable @inline(__always)
  package var rounded: Lanes16 {
    Lanes16(lowHalf: SIMD8<Float>(low), highHalf: SIMD8<Float>(high))
  }

  @inlinable @inline(__always)
  package func map(_ body: (SIMD8<Double>) -> SIMD8<Double>) -> Self {
    Self(low: body(low), high: body(high))
  }

  @inlinable @inline(__always)
  package func merging(
    _ other: Self, _ body: (SIMD8<Double>, SIMD8<Double>) -> SIMD8<Double>
  ) -> Self {
    Self(low: body(low, other.low), high: body(high, other.high))
  }

  @inlinable @inline(__always)
  package func times(_ factor: Self, plus addend: Self) -> Self {
    Self(
      low: addend.low.addingProduct(low, factor.low),
      high: addend.high.addingProduct(high, factor.high))
  }

  @inlinable @inline(__always)
  package func replacing(with other: Self, where mark: Self) -> Self {
    Self(
      low: low.replacing(with: other.low, where: mark.low .!= 0),
      high: high.replacing(with: other.high, where: mark.high .!= 0))
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

  /// The other sign. The language's operator takes the number from +0, which no multiplication absorbs.
  @inlinable @inline(__always) package var negated: Self { Self(repeating: -0.0) - self }

  /// Adding and subtracting it rounds to a whole number, which is then in the low bits.
  @inlinable @inline(__always) package static var rounder: Double { 0x1.8p52 }
}
