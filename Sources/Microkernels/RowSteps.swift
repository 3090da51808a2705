/// What a reduction does with each vector. Types and not closures, as for `LaneFunction`.
@usableFromInline
protocol Fold {
  /// What every lane begins with.
  var start: Float { get }
  /// What stands in for elements behind the last; it changes nothing.
  var filler: Float { get }
  func step(_ lanes: Lanes16, _ next: Lanes16) -> Lanes16
}

@usableFromInline
struct Sum: Fold {
  @inlinable @inline(__always) init() {}
  @inlinable @inline(__always) var start: Float { 0 }
  @inlinable @inline(__always) var filler: Float { 0 }

  @inlinable @inline(__always)
  func step(_ lanes: Lanes16, _ next: Lanes16) -> Lanes16 { lanes + next }
}

/// Σ (x − centre)², each term by one fused multiply-add.
@usableFromInline
struct Squares: Fold {
  @usableFromInline let centre: Float
  @inlinable @inline(__always) init(centre: Float) { self.centre = centre }
  @inlinable @inline(__always) var start: Float { 0 }
  @inlinable @inline(__always) var filler: Float { centre }

  @inlinable @inline(__always)
  func step(_ lanes: Lanes16, _ next: Lanes16) -> Lanes16 {
    let difference = next - Lanes16(repeating: centre)
    return difference.times(difference, plus: lanes)
  }
}

@usableFromInline
struct Largest: Fold {
  @inlinable @inline(__always) init() {}
  @inlinable @inline(__always) var start: Float { -.infinity }
  @inlinable @inline(__always) var filler: Float { -.infinity }

  @inlinable @inline(__always)
  func step(_ lanes: Lanes16, _ next: Lanes16) -> Lanes16 { lanes.larger(next) }
}

/// What is written in place of each vector; `place` is the index of its first element and `count`
/// the number of its elements.
@usableFromInline
protocol Transform {
  func value(_ lanes: Lanes16, _ place: Int, _ count: Int) -> Lanes16
}

@usableFromInline
struct ShiftedExponential: Transform {
  @usableFromInline let shift: Float
  @inlinable @inline(__always) init(shift: Float) { self.shift = shift }

  @inlinable @inline(__always)
  func value(_ lanes: Lanes16, _ place: Int, _ count: Int) -> Lanes16 {
    Exponential.value(lanes - Lanes16(repeating: shift))
  }
}

@usableFromInline
struct Quotient: Transform {
  @usableFromInline let divisor: Float
  @inlinable @inline(__always) init(divisor: Float) { self.divisor = divisor }

  @inlinable @inline(__always)
  func value(_ lanes: Lanes16, _ place: Int, _ count: Int) -> Lanes16 {
    lanes / Lanes16(repeating: divisor)
  }
}

/// (x − mean) · scale · gain + bias, the last two fused.
@usableFromInline
struct Normalized: Transform {
  @usableFromInline let mean: Float
  @usableFromInline let scale: Lanes16
  @usableFromInline let gain: UnsafePointer<Float>
  @usableFromInline let bias: UnsafePointer<Float>

  @inlinable @inline(__always)
  init(mean: Float, scale: Lanes16, gain: UnsafePointer<Float>, bias: UnsafePointer<Float>) {
    self.mean = mean
    self.scale = scale
    self.gain = gain
    self.bias = bias
  }

  @inlinable @inline(__always)
  func value(_ lanes: Lanes16, _ place: Int, _ count: Int) -> Lanes16 {
    let centred = (lanes - Lanes16(repeating: mean)) * scale
    return centred.times(
      Microkernel.vector(gain + place, count), plus: Microkernel.vector(bias + place, count))
  }
}

/// x · scale · gain.
@usableFromInline
struct Scaled: Transform {
  @usableFromInline let scale: Lanes16
  @usableFromInline let gain: UnsafePointer<Float>

  @inlinable @inline(__always)
  init(scale: Lanes16, gain: UnsafePointer<Float>) {
    self.scale = scale
    self.gain = gain
  }

  @inlinable @inline(__always)
  func value(_ lanes: Lanes16, _ place: Int, _ count: Int) -> Lanes16 {
    lanes * scale * Microkernel.vector(gain + place, count)
  }
}
