/// Standard base64 (RFC 4648 section 4), strict: padded, no white space, one encoding per value.
package enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")
  /// Stands for no value; larger than any of them, also when several are united bit by bit.
  private static let invalid: UInt32 = 64
  private static let values: [UInt32] = {
    var table = [UInt32](repeating: invalid, count: 256)
    for (value, unit) in alphabet.enumerated() { table[Int(unit)] = UInt32(value) }
    return table
  }()

  package static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    append(bytes, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the encoding of `bytes` in ASCII.
  static func append(_ bytes: [UInt8], to text: inout [UInt8]) {
    let (source, letters) = (bytes.span, alphabet.span)
    text.append(addingCapacity: (source.count + 2) / 3 * 4) { output in
      var index = 0
      while index + 2 < source.count {
        let (first, second, third) = (source[index], source[index + 1], source[index + 2])
        output.append(letters[Int(first >> 2)])
        output.append(letters[Int((first & 3) << 4 | second >> 4)])
        output.append(letters[Int((second & 15) << 2 | third >> 6)])
        output.append(letters[Int(third & 63)])
        index += 3
      }
      guard index < source.count else { return }
      let second = index + 1 < source.count ? source[index + 1] : nil
      output.append(letters[Int(source[index] >> 2)])
      output.append(letters[Int((source[index] & 3) << 4 | (second ?? 0) >> 4)])
      output.append(second.map { alphabet[Int(($0 & 15) << 2)] } ?? padding)
      output.append(padding)
    }
  }

  /// Nil for anything that `encode` would not have written: the URL-safe alphabet, white space,
  /// missing padding, bits set behind the end.
  package static func decode(_ text: String) -> [UInt8]? {
    let units = text.utf8Span.span
    guard units.count.isMultiple(of: 4) else { return nil }
    if units.isEmpty { return [] }
    let table = values.span
    let whole = units.count - 4
    var isValid = true
    let bytes = [UInt8](capacity: units.count / 4 * 3) { output in
      var seen: UInt32 = 0
      var index = 0
      while index < whole {
        let (first, second) = (table[Int(units[index])], table[Int(units[index + 1])])
        let (third, fourth) = (table[Int(units[index + 2])], table[Int(units[index + 3])])
        seen |= first | second | third | fourth
        let group = first << 18 | second << 12 | third << 6 | fourth
        output.append(UInt8(truncatingIfNeeded: group >> 16))
        output.append(UInt8(truncatingIfNeeded: group >> 8))
        output.append(UInt8(truncatingIfNeeded: group))
        index += 4
      }
      isValid = appendLast(units.extracting(whole...), to: &output) && seen < invalid
    }
    return isValid ? bytes : nil
  }

  /// Appends what the last four characters say; false where they are not proper.
  private static func appendLast(
    _ units: Span<UInt8>, to output: inout OutputSpan<UInt8>
  ) -> Bool {
    let pad = units[3] != padding ? 0 : units[2] != padding ? 1 : 2
    var group: UInt32 = 0
    for index in 0..<(4 - pad) {
      let value = values[Int(units[index])]
      guard value != invalid else { return false }
      group = group << 6 | value
    }
    // Bits behind the end must be clear: two for one padding character, four for two.
    let spare = UInt32(2 * pad)
    guard group & (1 << spare - 1) == 0 else { return false }
    group >>= spare
    for index in (0..<(3 - pad)).reversed() {
      output.append(UInt8(truncatingIfNeeded: group >> UInt32(8 * index)))
    }
    return true
  }
}
