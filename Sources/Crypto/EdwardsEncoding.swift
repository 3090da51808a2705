/// Encoded points of edwards25519: 255 bits of y, little-endian, and the sign of x on top.
enum EdwardsEncoding {
  /// y in four words, least significant first.
  private typealias Ordinate = (UInt64, UInt64, UInt64, UInt64)

  /// y of every point whose order divides eight: 0 (order 4), 1 (order 1), two of order 8. The
  /// remaining one, −1 (order 2), is p − 1.
  private static let smallOrder: [Ordinate] = [
    (0, 0, 0, 0), (1, 0, 0, 0),
    (
      0xB027_B2C2_8F95_E826, 0xF098_EFF2_89F4_C345, 0x3933_C6D3_05AC_DFD5, 0x05FC_536D_8802_38B1
    ),
    (
      0x4FD8_4D3D_706A_17C7, 0x0F67_100D_760B_3CBA, 0xC6CC_392C_FA53_202A, 0x7A03_AC92_77FD_C74E
    ),
  ]

  /// Whether the 32 bytes from `start` on encode y canonically (y < p = 2²⁵⁵ − 19) and name no point
  /// of small order.
  static func isAdmissible(_ bytes: [UInt8], from start: Int = 0) -> Bool {
    guard bytes.count >= start + 32 else { return false }
    let top = word(bytes, at: start + 24) & 0x7FFF_FFFF_FFFF_FFFF
    let ordinate = (
      word(bytes, at: start), word(bytes, at: start + 8), word(bytes, at: start + 16), top
    )
    return isBelowPrimeLessOne(ordinate) && !smallOrder.contains { $0 == ordinate }
  }

  private static func word(_ bytes: [UInt8], at start: Int) -> UInt64 {
    (0..<8).reversed().reduce(0) { $0 << 8 | UInt64(bytes[start + $1]) }
  }

  /// p − 1 = 2²⁵⁵ − 20 is, from the top, 7FFF… FFFF… FFFF… FFFF FFFF FFFF FFEC.
  private static func isBelowPrimeLessOne(_ ordinate: Ordinate) -> Bool {
    let isHigh = ordinate.3 == 0x7FFF_FFFF_FFFF_FFFF && ordinate.2 == .max && ordinate.1 == .max
    return !isHigh || ordinate.0 < 0xFFFF_FFFF_FFFF_FFEC
  }
}
