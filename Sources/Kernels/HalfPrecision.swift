/// Sixteen-bit floats as storage: widened to float32 before anything is computed, and rounded once
/// (to nearest, ties to even) when something is stored. NaN is canonical both ways.
package enum HalfPrecision: Sendable {
  /// The upper half of a float32.
  case bfloat16
  /// IEEE 754 binary16.
  case binary16

  /// The value of one stored number; every sixteen-bit float is a float32.
  package func widened(_ stored: UInt16) -> Float {
    switch self {
    case .bfloat16:
      let value = Float(bitPattern: UInt32(stored) << 16)
      return value.isNaN ? .nan : value
    case .binary16: return Self.widenedBinary16(UInt32(stored))
    }
  }

  /// `value` rounded to sixteen bits.
  package func narrowed(_ value: Float) -> UInt16 {
    switch self {
    case .bfloat16:
      if value.isNaN { return 0x7fc0 }
      // Half of what is cut off, less one where the kept part is even: a tie then goes to even.
      let bits = value.bitPattern
      return UInt16((bits + 0x7fff + (bits >> 16 & 1)) >> 16)
    case .binary16: return Self.narrowedBinary16(value)
    }
  }

  package func widened(_ stored: Span<UInt16>) -> [Float] {
    stored.indices.map { widened(stored[$0]) }
  }

  package func narrowed(_ values: Span<Float>) -> [UInt16] {
    values.indices.map { narrowed(values[$0]) }
  }

  private static func widenedBinary16(_ stored: UInt32) -> Float {
    let sign = (stored & 0x8000) << 16
    let magnitude = stored & 0x7fff
    if magnitude > 0x7c00 { return .nan }
    if magnitude == 0x7c00 { return Float(bitPattern: sign | 0x7f80_0000) }
    // As a float32 with the same fields the number is 2¹¹² too small, denormal ones included.
    let value = Float(bitPattern: magnitude << 13) * 0x1p112
    return Float(bitPattern: sign | value.bitPattern)
  }

  private static func narrowedBinary16(_ value: Float) -> UInt16 {
    if value.isNaN { return 0x7e00 }
    let sign = UInt16(value.bitPattern >> 16 & 0x8000)
    let size = value.magnitude
    // The first value that rounds to infinity lies half a unit above the largest number.
    if size >= 65520 { return sign | 0x7c00 }
    if size < 0x1p-14 {
      // Adding this leaves the bits of a denormal result, rounded, at the bottom.
      let shifted = size + 0x1p-1
      return sign | UInt16(shifted.bitPattern - Float(0x1p-1).bitPattern)
    }
    let bits = size.bitPattern - 0x3800_0000
    return sign | UInt16((bits + 0xfff + (bits >> 13 & 1)) >> 13)
  }
}
