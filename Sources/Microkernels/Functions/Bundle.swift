/// Vectors from the same place of several rows. The steps of one row's sum wait for one another; those
/// of several rows go side by side, and every row's result is what it would be alone.
///
/// Composed (`Both`) instead of indexed, as `Line` is and for the same reason.
@usableFromInline
package protocol Bundle {
  /// As many doubles.
  associatedtype Doubles: DoubleBundle where Doubles.Floats == Self

  /// Number of rows.
  static var rows: Int { get }

  /// The same value in every lane.
  init(repeating value: Float)

  /// The first `count` lanes at `source`, of rows that are `stride` floats apart; other lanes 0.
  init(at source: UnsafePointer<Float>, stride: Int, count: Int)

  /// Writes the first `count` lanes.
  func store(at target: UnsafeMutablePointer<Float>, stride: Int, count: Int)

  func map(_ body: (Lanes16) -> Lanes16) -> Self

  func merging(_ other: Self, _ body: (Lanes16, Lanes16) -> Lanes16) -> Self

  /// eˣ of every lane: no closure for `map`, since one as large is not inlined.
  var exponentials: Self { get }
}

extension Bundle {
  /// Each row's lanes added up, halves first; in every lane.
  @inlinable @inline(__always)
  package var totals: Self { map { Lanes16(repeating: $0.total) } }

  @inlinable @inline(__always)
  package func adding(_ other: Self) -> Self { merging(other) { $0 + $1 } }

  @inlinable @inline(__always)
  package func subtracting(_ other: Self) -> Self { merging(other) { $0 - $1 } }

  @inlinable @inline(__always)
  package func multiplied(by other: Self) -> Self { merging(other) { $0 * $1 } }

  /// `fma(value, value, self)`, which is one step of a sum of squares.
  @inlinable @inline(__always)
  package func addingSquare(_ value: Self) -> Self {
    merging(value) { $1.times($1, plus: $0) }
  }

  /// Goes through rows vector by vector: `step` is given what it returned for the place before, the
  /// vectors, and how many of their lanes are elements.
  @inlinable @inline(__always)
  package static func reduce(
    _ source: UnsafePointer<Float>, stride: Int, columns: Int, from start: Self,
    _ step: (Self, Self, Int) -> Self
  ) -> Self {
    var result = start
    var done = 0
    while done &+ 16 <= columns {
      result = step(result, Self(at: source + done, stride: stride, count: 16), 16)
      done &+= 16
    }
    if done < columns {
      let rest = columns &- done
      result = step(result, Self(at: source + done, stride: stride, count: rest), rest)
    }
    return result
  }

  /// Writes `body` of every vector to the same place of the target; it is given the place and the
  /// number of elements too.
  @inlinable @inline(__always)
  package static func transform(
    _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, stride: Int,
    columns: Int, _ body: (Self, Int, Int) -> Self
  ) {
    var done = 0
    while done &+ 16 <= columns {
      body(Self(at: source + done, stride: stride, count: 16), done, 16)
        .store(at: target + done, stride: stride, count: 16)
      done &+= 16
    }
    if done < columns {
      let rest = columns &- done
      body(Self(at: source + done, stride: stride, count: rest), done, rest)
        .store(at: target + done, stride: stride, count: rest)
    }
  }
}

/// One row.
extension SIMD16<Float>: Bundle {
  @usableFromInline package typealias Doubles = Doubles16

  @inlinable @inline(__always) package static var rows: Int { 1 }

  @inlinable @inline(__always)
  package init(at source: UnsafePointer<Float>, stride: Int, count: Int) {
    self.init(at: source, count: count, filler: 0)
  }

  @inlinable @inline(__always)
  package func store(at target: UnsafeMutablePointer<Float>, stride: Int, count: Int) {
    store(at: target, count: count)
  }

  @inlinable @inline(__always)
  package func map(_ body: (Lanes16) -> Lanes16) -> Self { body(self) }

  @inlinable @inline(__always)
  package func merging(_ other: Self, _ body: (Lanes16, Lanes16) -> Lanes16) -> Self {
    body(self, other)
  }

  @inlinable @inline(__always)
  package var exponentials: Self { Exponential.exp(self) }
}

/// Twice as many rows.
@usableFromInline
package struct Both<Half: Bundle>: Bundle {
  @usableFromInline package typealias Doubles = BothDoubles<Half.Doubles>
  @usableFromInline var upper: Half
  @usableFromInline var lower: Half

  @inlinable @inline(__always) package static var rows: Int { 2 &* Half.rows }

  @inlinable @inline(__always)
  init(upper: Half, lower: Half) {
    self.upper = upper
    self.lower = lower
  }

  @inlinable @inline(__always)
  package init(repeating value: Float) {
    self.init(upper: Half(repeating: value), lower: Half(repeating: value))
  }

  @inlinable @inline(__always)
  package init(at source: UnsafePointer<Float>, stride: Int, count: Int) {
    upper = Half(at: source, stride: stride, count: count)
    lower = Half(at: source + Half.rows &* stride, stride: stride, count: count)
  }

  @inlinable @inline(__always)
  package func store(at target: UnsafeMutablePointer<Float>, stride: Int, count: Int) {
    upper.store(at: target, stride: stride, count: count)
    lower.store(at: target + Half.rows &* stride, stride: stride, count: count)
  }

  @inlinable @inline(__always)
  package func map(_ body: (Lanes16) -> Lanes16) -> Self {
    Self(upper: upper.map(body), lower: lower.map(body))
  }

  @inlinable @inline(__always)
  package func merging(_ other: Self, _ body: (Lanes16, Lanes16) -> Lanes16) -> Self {
    Self(upper: upper.merging(other.upper, body), lower: lower.merging(other.lower, body))
  }

  @inlinable @inline(__always)
  package var exponentials: Self {
    Self(upper: upper.exponentials, lower: lower.exponentials)
  }
}

/// Vectors of one row that lie one after the other, as functions take them.
@usableFromInline
package typealias TwoVectors = Both<Lanes16>
@usableFromInline
package typealias FourVectors = Both<TwoVectors>
