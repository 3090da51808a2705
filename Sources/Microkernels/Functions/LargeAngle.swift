/// Sines of angles so large that π/2 must be known to a hundred bits and more (Payne, Hanek 1983).
///
/// One lane at a time and in whole numbers, hence the same everywhere; not part of any level.
@usableFromInline
package enum LargeAngle {
  /// Angles above it, or none at all, belong here.
  @inlinable @inline(__always) package static var limit: Float { 0x1p30 }

  /// The first 256 bits of 2/π behind the point.
  private static let reciprocal: [UInt64] = [
    0xa2f9_836e_4e44_1529, 0xfc27_57d1_f534_ddc0, 0xdb62_9599_3c43_9041, 0xfe51_63ab_debb_c561,
  ]

  /// sin(x + quarter·π/2) for |x| above 2¹⁶; NaN for an infinite one.
  @usableFromInline
  package static func sine(_ x: Float, quarter: UInt32) -> Float {
    guard x.isFinite, x.magnitude > limit else { return .nan }
    let significand = UInt64(x.bitPattern & 0x007f_ffff | 0x0080_0000)
    let power = Int(x.bitPattern >> 23 & 0xff) - 150
    // |x|·2/π modulo 4, as a fraction of 4 in 64 bits: only these bits of 2/π matter.
    let fraction =
      significand &* window(power - 2)
      &+ significand.multipliedFullWidth(by: window(power + 62)).high
    // To the nearest quadrant, and the signed rest.
    let quadrant = UInt32(truncatingIfNeeded: (fraction &+ 1 << 61) >> 62)
    let rest = Int64(bitPattern: fraction &- UInt64(quadrant) << 62)
    let angle = Double(rest) * 0x1p-62 * (Double.pi / 2)
    let isNegative = x.sign == .minus
    // sin(−y + q·π/2) = −sin(y − q·π/2)
    let turns = isNegative ? quadrant &- quarter : quadrant &+ quarter
    let value = turns & 1 == 0 ? sineSeries(angle) : cosineSeries(angle)
    let isFlipped = (turns & 2 != 0) != isNegative
    return Float(isFlipped ? -value : value)
  }

  /// 64 bits of 2/π from bit `position` behind the point on; zeros stand before the point.
  private static func window(_ position: Int) -> UInt64 {
    func word(_ index: Int) -> UInt64 {
      reciprocal.indices.contains(index) ? reciprocal[index] : 0
    }
    let index = position >> 6
    let shift = UInt64(position & 63)
    return word(index) << shift | word(index + 1) >> (64 - shift)
  }

  /// Taylor's series, far beyond float's precision on |x| ≤ π/4.
  private static func sineSeries(_ x: Double) -> Double {
    let square = x * x
    var sum = 1.0 / 6_227_020_800
    for divisor in [-39_916_800.0, 362_880, -5040, 120, -6] { sum = sum * square + 1 / divisor }
    return x + x * square * sum
  }

  private static func cosineSeries(_ x: Double) -> Double {
    let square = x * x
    var sum = -1.0 / 87_178_291_200
    for divisor in [479_001_600.0, -3_628_800, 40_320, -720, 24, -2] {
      sum = sum * square + 1 / divisor
    }
    return 1 + square * sum
  }
}
