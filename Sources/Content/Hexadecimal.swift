/// Lower-case hexadecimal, strict in both directions.
package enum Hexadecimal {
  private static let digits = Array("0123456789abcdef".utf8)

  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    append(bytes, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the digits of `bytes` in ASCII.
  static func append(_ bytes: some Sequence<UInt8>, to text: inout [UInt8]) {
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
  }

  /// Nil for an odd length, upper case, or anything that is not a digit.
  package static func decode(_ text: String) -> [UInt8]? {
    decode(Array(text.utf8)[...])
  }

  /// Decodes digits in ASCII; nil as for a text.
  static func decode(_ units: ArraySlice<UInt8>) -> [UInt8]? {
    guard units.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(units.count / 2)
    var index = units.startIndex
    while index < units.endIndex {
      guard let high = value(of: units[index]), let low = value(of: units[index + 1]) else {
        return nil
      }
      bytes.append(high << 4 | low)
      index += 2
    }
    return bytes
  }

  private static func value(of unit: UInt8) -> UInt8? {
    switch unit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): unit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): unit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
