extension Microkernel {
  /// Folds `count` floats into sixteen lanes, element i into lane i mod 16 in ascending order, and
  /// the lanes into one by halves. Lanes without an element keep `start`.
  @inlinable @inline(__always)
  static func reduce<Tag, F: Fold>(
    _: Tag.Type, _ fold: F, _ source: UnsafePointer<Float>, _ count: Int
  ) -> Lanes16 {
    var lanes = Lanes16(repeating: fold.start)
    var done = 0
    while done &+ 16 <= count {
      lanes = fold.step(lanes, Lanes16(at: source + done))
      done &+= 16
    }
    if done < count {
      lanes = fold.step(lanes, partial(source + done, count &- done, filler: fold.filler))
    }
    return lanes
  }

  @inlinable @inline(__always)
  package static func sum<Tag>(
    _: Tag.Type, _ source: UnsafePointer<Float>, _ count: Int
  ) -> Float {
    reduce(Tag.self, Sum(), source, count).total
  }

  /// Σ (xᵢ − centre)², each term by one fused multiply-add.
  @inlinable @inline(__always)
  static func sumOfSquares<Tag>(
    _: Tag.Type, _ source: UnsafePointer<Float>, _ count: Int, centre: Float
  ) -> Float {
    reduce(Tag.self, Squares(centre: centre), source, count).total
  }

  /// Writes `transform` of each vector to `target`, which may be `source`.
  @inlinable @inline(__always)
  static func rewrite<Tag, T: Transform>(
    _: Tag.Type, _ transform: T, _ source: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>,
    _ count: Int
  ) {
    var done = 0
    while done &+ 16 <= count {
      transform.value(Lanes16(at: source + done), done, 16).canonical.store(at: target + done)
      done &+= 16
    }
    guard done < count else { return }
    let rest = count &- done
    let lanes = transform.value(partial(source + done, rest, filler: 0), done, rest)
    writePartial(lanes.canonical, target + done, rest)
  }

  /// Softmax of one row: e^(xᵢ − max) over their sum. A NaN anywhere makes every result one.
  @inlinable @inline(__always)
  package static func softmax<Tag>(
    _: Tag.Type, _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    let lanes = reduce(Tag.self, Largest(), source, count)
    var highest = lanes[0]
    for lane in 1..<16 where lanes[lane] > highest { highest = lanes[lane] }
    rewrite(Tag.self, ShiftedExponential(shift: highest), source, target, count)
    rewrite(Tag.self, Quotient(divisor: sum(Tag.self, target, count)), target, target, count)
  }

  /// Layer normalisation of one row: (x − mean) / √(variance + epsilon) · gain + bias.
  @inlinable @inline(__always)
  package static func layerNorm<Tag>(
    _: Tag.Type, _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>,
    _ count: Int,
    gain: UnsafePointer<Float>, bias: UnsafePointer<Float>, epsilon: Float
  ) {
    let mean = sum(Tag.self, source, count) / Float(count)
    let variance = sumOfSquares(Tag.self, source, count, centre: mean) / Float(count)
    let scale = 1 / Lanes16(repeating: variance + epsilon).squareRooted
    let transform = Normalized(mean: mean, scale: scale, gain: gain, bias: bias)
    rewrite(Tag.self, transform, source, target, count)
  }

  /// Root-mean-square normalisation of one row: x / √(mean of x² + epsilon) · gain.
  @inlinable @inline(__always)
  package static func rootMeanSquareNorm<Tag>(
    _: Tag.Type, _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>,
    _ count: Int,
    gain: UnsafePointer<Float>, epsilon: Float
  ) {
    let mean = sumOfSquares(Tag.self, source, count, centre: 0) / Float(count)
    let scale = 1 / Lanes16(repeating: mean + epsilon).squareRooted
    rewrite(Tag.self, Scaled(scale: scale, gain: gain), source, target, count)
  }

  /// Rotary embedding of one vector whose two halves are the coordinates of `half` points: each is
  /// turned by the angle whose cosine and sine are given.
  @inlinable @inline(__always)
  package static func rotate<Tag>(
    _: Tag.Type, _ vector: UnsafeMutablePointer<Float>, half: Int, cosines: UnsafePointer<Float>,
    sines: UnsafePointer<Float>
  ) {
    var done = 0
    while done < half {
      let count = min(16, half &- done)
      let x = Self.vector(vector + done, count)
      let y = Self.vector(vector + half + done, count)
      let cosine = Self.vector(cosines + done, count)
      let sine = Self.vector(sines + done, count)
      writePartial(x.times(cosine, plus: -(y * sine)).canonical, vector + done, count)
      writePartial(y.times(cosine, plus: x * sine).canonical, vector + half + done, count)
      done &+= 16
    }
  }

  @inlinable @inline(__always)
  static func vector(_ source: UnsafePointer<Float>, _ count: Int) -> Lanes16 {
    count == 16 ? Lanes16(at: source) : partial(source, count, filler: 0)
  }
}
