extension JSON {
  /// Whether a byte of UTF-8 stands for itself in no string: quotes, backslash and controls.
  static func needsEscape(_ unit: UInt8) -> Bool {
    unit < 0x20 || unit == UInt8(ascii: "\"") || unit == UInt8(ascii: "\\")
  }

  /// The index of the first byte from `start` on that needs an escape; the count if none does.
  ///
  /// Eight bytes at a time: signed documents are mostly strings, and mostly plain ones.
  static func endOfPlain(in units: Span<UInt8>, from start: Int = 0) -> Int {
    var index = start
    let raw = unsafe units.bytes
    while index + 8 <= units.count {
      // Within bounds by the condition above; any bits are an integer.
      let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      if mayNeedEscape(word) { break }
      index += 8
    }
    while index < units.count, !needsEscape(units[index]) { index += 1 }
    return index
  }

  /// False only if none of eight bytes needs an escape.
  ///
  /// Subtracting c from every byte sets the high bit of those below c; where a borrow passes a
  /// byte, a lower one was below c, so that the answer as a whole stays right.
  private static func mayNeedEscape(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = word ^ (ones &* 0x22)
    let slashes = word ^ (ones &* 0x5C)
    let below =
      (word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes
    return below & (ones &* 0x80) != 0
  }

  /// The text that `units` are; nil where they are not valid UTF-8.
  static func text(of units: Span<UInt8>) -> String? {
    guard let valid = try? UTF8Span(validating: units) else { return nil }
    return String(copying: valid)
  }
}
