/// Lower-case hexadecimal, strict in both directions.
package enum Hexadecimal {
  private static let digits = Array("0123456789abcdef".utf8)

  /// Stands for no digit; larger than any, also when two are united bit by bit.
  private static let invalid: UInt8 = 0xFF
  private static let values: [UInt8] = {
    var table = [UInt8](repeating: invalid, count: 256)
    for (value, digit) in digits.enumerated() { table[Int(digit)] = UInt8(value) }
    return table
  }()

  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    append(Array(bytes), to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the digits of `bytes` in ASCII.
  static func append(_ bytes: [UInt8], to text: inout [UInt8]) {
    let (source, letters) = (bytes.span, digits.span)
    text.append(addingCapacity: 2 * source.count) { output in
      for index in source.indices {
        output.append(letters[Int(source[index] >> 4)])
        output.append(letters[Int(source[index] & 15)])
      }
    }
  }

  /// Nil for an odd length, upper case, or anything that is not a digit.
  package static func decode(_ text: String) -> [UInt8]? {
    decode(text.utf8Span.span)
  }

  /// Decodes digits in ASCII; nil as for a text.
  static func decode(_ units: Span<UInt8>) -> [UInt8]? {
    guard units.count.isMultiple(of: 2) else { return nil }
    let table = values.span
    var seen: UInt8 = 0
    // Room for every pair of digits, and each is written; the digest of every field comes by here.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: units.count / 2) { buffer, count in
      for index in 0..<(units.count / 2) {
        let high = table[Int(units[2 * index])]
        let low = table[Int(units[2 * index + 1])]
        seen |= high | low
        unsafe buffer[index] = high << 4 | low
      }
      count = units.count / 2
    }
    return seen < 16 ? bytes : nil
  }
}
