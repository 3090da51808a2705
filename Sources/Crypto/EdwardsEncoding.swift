/// Encoded points of edwards25519: 255 bits of y, little-endian, and the sign of x on top.
enum EdwardsEncoding {
  /// Little-endian y of every point whose order divides eight, sign bit cleared: 1 (order 1),
  /// −1 (order 2), 0 (order 4), and two values of order 8.
  private static let smallOrder: [[UInt8]] = [
    [1] + [UInt8](repeating: 0, count: 31),
    [0xEC] + [UInt8](repeating: 0xFF, count: 30) + [0x7F],
    [UInt8](repeating: 0, count: 32),
    [
      0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98,
      0xF0, 0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53,
      0xFC, 0x05,
    ],
    [
      0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67,
      0x0F, 0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC,
      0x03, 0x7A,
    ],
  ]

  /// Whether 32 bytes encode y canonically (y < 2²⁵⁵ − 19) and name no point of small order.
  static func isAdmissible(_ encoding: [UInt8]) -> Bool {
    guard encoding.count == 32 else { return false }
    var ordinate = encoding
    ordinate[31] &= 0x7F
    return isBelowPrime(ordinate) && !smallOrder.contains(ordinate)
  }

  /// p = 2²⁵⁵ − 19 is, little-endian, ED FF … FF 7F.
  private static func isBelowPrime(_ ordinate: [UInt8]) -> Bool {
    guard ordinate[31] == 0x7F, ordinate[1..<31].allSatisfy({ $0 == 0xFF }) else { return true }
    return ordinate[0] < 0xED
  }
}
