/// Sixteen floats: the virtual vector of every element-wise function and reduction. A level with
/// shorter registers takes two or four of them, with the same result.
@usableFromInline
package typealias Lanes16 = SIMD16<Float>

extension SIMD16<Float> {
  @inlinable @inline(__always)
  package init(at source: UnsafePointer<Float>) {
    self = UnsafeRawPointer(source).loadUnaligned(as: Self.self)
  }

  @inlinable @inline(__always)
  package func store(at target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: self, as: Self.self)
  }

  /// The first `count` lanes from memory, the others `filler`.
  @inlinable @inline(__always)
  package init(at source: UnsafePointer<Float>, count: Int, filler: Float) {
    if count == 16 {
      self.init(at: source)
      return
    }
    self.init(repeating: filler)
    withUnsafeMutableBytes(of: &self) {
      $0.baseAddress?.copyMemory(from: source, byteCount: count &* 4)
    }
  }

  /// Writes the first `count` lanes.
  @inlinable @inline(__always)
  package func store(at target: UnsafeMutablePointer<Float>, count: Int) {
    if count == 16 { return store(at: target) }
    withUnsafeBytes(of: self) {
      guard let start = $0.baseAddress else { return }
      UnsafeMutableRawPointer(target).copyMemory(from: start, byteCount: count &* 4)
    }
  }

  @inlinable @inline(__always)
  package init(bits: SIMD16<UInt32>) { self = unsafeBitCast(bits, to: Self.self) }

  @inlinable @inline(__always)
  package var bits: SIMD16<UInt32> { unsafeBitCast(self, to: SIMD16<UInt32>.self) }

  /// `fma(self, factor, addend)`: one rounding.
  @inlinable @inline(__always)
  package func times(_ factor: Self, plus addend: Self) -> Self {
    addend.addingProduct(self, factor)
  }

  @inlinable @inline(__always)
  package func times(_ factor: Self, plus addend: Float) -> Self {
    Self(repeating: addend).addingProduct(self, factor)
  }

  @inlinable @inline(__always)
  package func times(_ factor: Float, plus addend: Self) -> Self {
    addend.addingProduct(self, Self(repeating: factor))
  }

  @inlinable @inline(__always)
  package func times(_ factor: Float, plus addend: Float) -> Self {
    Self(repeating: addend).addingProduct(self, Self(repeating: factor))
  }

  @inlinable @inline(__always)
  package var magnitude: Self { Self(bits: bits & 0x7fff_ffff) }

  /// This value, which is not negative, with the sign of `other`. A NaN stays one.
  @inlinable @inline(__always)
  package func withSign(of other: Self) -> Self {
    Self(bits: bits | (other.bits & 0x8000_0000))
  }

  /// `self`, or `limit` where it is above that. A NaN stays.
  @inlinable @inline(__always)
  package func limited(to limit: Float) -> Self {
    replacing(with: Self(repeating: limit), where: self .> limit)
  }

  /// The larger of each two lanes; `other` where either is a NaN, so that one here is passed over.
  @inlinable @inline(__always)
  package func larger(_ other: Self) -> Self { other.replacing(with: self, where: self .> other) }

  /// `filler` in all lanes but the first `count`.
  @inlinable @inline(__always)
  package func keeping(_ count: Int, else filler: Float) -> Self {
    if count == 16 { return self }
    let places = Self(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    return Self(repeating: filler).replacing(with: self, where: places .< Float(count))
  }

  /// The largest lane; there must be no NaN.
  @inlinable @inline(__always)
  package var largest: Float {
    let eight = lowHalf.replacing(with: highHalf, where: highHalf .> lowHalf)
    let four = eight.lowHalf.replacing(
      with: eight.highHalf, where: eight.highHalf .> eight.lowHalf)
    let first = four.x > four.z ? four.x : four.z
    let second = four.y > four.w ? four.y : four.w
    return first > second ? first : second
  }

  /// The same with each NaN replaced by the profile's only one.
  @inlinable @inline(__always)
  package var canonical: Self { replacing(with: Self(repeating: .nan), where: self .!= self) }
}
