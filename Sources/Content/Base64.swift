/// Standard base64 (RFC 4648 section 4), strict: padded, no white space, one encoding per value.
package enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  /// The two characters of every value of twelve bits.
  private static let pairs: [(first: UInt8, second: UInt8)] = alphabet.flatMap { first in
    alphabet.map { (first, $0) }
  }
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
    let source = bytes.span
    let table = pairs.span
    text.append(addingCapacity: (source.count + 2) / 3 * 4) { output in
      var index = 0
      while index + 2 < source.count {
        let group =
          Int(source[index]) << 16 | Int(source[index + 1]) << 8 | Int(source[index + 2])
        let (high, low) = (table[group >> 12], table[group & 0xFFF])
        output.append(high.first)
        output.append(high.second)
        output.append(low.first)
        output.append(low.second)
        index += 3
      }
      guard index < source.count else { return }
      let second = index + 1 < source.count ? source[index + 1] : nil
      let group = Int(source[index]) << 16 | Int(second ?? 0) << 8
      let (high, low) = (table[group >> 12], table[group & 0xFFF])
      output.append(high.first)
      output.append(high.second)
      output.append(second == nil ? padding : low.first)
      output.append(padding)
    }
  }

  /// Nil for anything that `encode` would not have written: the URL-safe alphabet, white space,
  /// missing padding, bits set behind the end.
  package static func decode(_ text: String) -> [UInt8]? {
    let units = text.utf8Span.span
    guard units.count.isMultiple(of: 4) else { return nil }
    if units.isEmpty { return [] }
    let whole = units.count - 4
    var isValid = true
    let bytes = [UInt8](capacity: units.count / 4 * 3) { output in
      let seen = appendWhole(units.extracting(..<whole), to: &output)
      isValid = appendLast(units.extracting(whole...), to: &output) && seen < invalid
    }
    return isValid ? bytes : nil
  }

  /// Appends three bytes for every four characters, of which there is a multiple.
  ///
  /// - Returns: the bits of all values together; `invalid` or more if a character had none.
  private static func appendWhole(
    _ units: Span<UInt8>, to output: inout OutputSpan<UInt8>
  ) -> UInt32 {
    var seen: UInt32 = 0
    unsafe units.withUnsafeBufferPointer { units in
      unsafe values.withUnsafeBufferPointer { table in
        unsafe output.withUnsafeMutableBufferPointer { target, initialized in
          // Every character is below 256, the table's size; the target has room for all groups.
          for group in 0..<(units.count / 4) {
            let (first, second) = unsafe (
              table[Int(units[4 * group])], table[Int(units[4 * group + 1])]
            )
            let (third, fourth) = unsafe (
              table[Int(units[4 * group + 2])], table[Int(units[4 * group + 3])]
            )
            seen |= first | second | third | fourth
            let bits = first << 18 | second << 12 | third << 6 | fourth
            unsafe target[3 * group] = UInt8(truncatingIfNeeded: bits >> 16)
            unsafe target[3 * group + 1] = UInt8(truncatingIfNeeded: bits >> 8)
            unsafe target[3 * group + 2] = UInt8(truncatingIfNeeded: bits)
          }
          initialized = units.count / 4 * 3
        }
      }
    }
    return seen
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
