/// Standard base64 (RFC 4648 section 4), strict: padded, no white space, one encoding per value.
package enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")
  /// Marks a byte that stands for no value.
  private static let invalid: UInt8 = 0xFF
  private static let values: [UInt8] = {
    var table = [UInt8](repeating: invalid, count: 256)
    for (value, unit) in alphabet.enumerated() { table[Int(unit)] = UInt8(value) }
    return table
  }()

  package static func encode(_ bytes: [UInt8]) -> String {
    String(decoding: encodedBytes(bytes), as: UTF8.self)
  }

  /// The encoding as ASCII.
  package static func encodedBytes(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let rest = bytes.count - index
      let second = rest > 1 ? bytes[index + 1] : 0
      let third = rest > 2 ? bytes[index + 2] : 0
      text.append(alphabet[Int(bytes[index] >> 2)])
      text.append(alphabet[Int((bytes[index] & 3) << 4 | second >> 4)])
      text.append(rest > 1 ? alphabet[Int((second & 15) << 2 | third >> 6)] : padding)
      text.append(rest > 2 ? alphabet[Int(third & 63)] : padding)
      index += 3
    }
    return text
  }

  /// Nil for anything that `encode` would not have written: the URL-safe alphabet, white space,
  /// missing padding, bits set behind the end.
  package static func decode(_ text: String) -> [UInt8]? {
    let units = Array(text.utf8)
    guard units.count % 4 == 0 else { return nil }
    let pad = units.suffix(2).reversed().prefix { $0 == padding }.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(units.count / 4 * 3)
    var accumulator: UInt32 = 0
    for (index, unit) in units.dropLast(pad).enumerated() {
      let value = values[Int(unit)]
      guard value != invalid else { return nil }
      accumulator = accumulator << 6 | UInt32(value)
      if index % 4 == 3 {
        bytes.append(UInt8(truncatingIfNeeded: accumulator >> 16))
        bytes.append(UInt8(truncatingIfNeeded: accumulator >> 8))
        bytes.append(UInt8(truncatingIfNeeded: accumulator))
      }
    }
    return finish(&bytes, accumulator, pad: pad) ? bytes : nil
  }

  /// Appends the last, padded group; false if bits behind its end are set.
  private static func finish(_ bytes: inout [UInt8], _ accumulator: UInt32, pad: Int) -> Bool {
    switch pad {
    case 1:
      bytes.append(UInt8(truncatingIfNeeded: accumulator >> 10))
      bytes.append(UInt8(truncatingIfNeeded: accumulator >> 2))
      return accumulator & 3 == 0
    case 2:
      bytes.append(UInt8(truncatingIfNeeded: accumulator >> 4))
      return accumulator & 15 == 0
    default:
      return true
    }
  }
}
