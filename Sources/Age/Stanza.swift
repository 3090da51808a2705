import Content

/// What a header holds for one recipient: a kind, its arguments and a body (age-encryption.org/v1,
/// “Recipient stanza”).
struct Stanza: Equatable, Sendable {
  /// Characters in a full line of a body; the last line is always shorter.
  static let lineCount = 64
  static let start = "-> "

  /// The kind first; each a word of visible ASCII characters.
  let arguments: [String]
  let body: [UInt8]

  /// The stanza's lines, each with its line end.
  var text: String {
    var lines = Self.start + arguments.joined(separator: " ") + "\n"
    var rest = Base64.encodeUnpadded(body)[...]
    while rest.utf8.count >= Self.lineCount {
      lines += rest.prefix(Self.lineCount) + "\n"
      rest = rest.dropFirst(Self.lineCount)
    }
    return lines + rest + "\n"
  }

  /// The words of a stanza's first line; nil where one is empty or has other characters.
  static func arguments(in line: String) -> [String]? {
    let words = line.utf8.dropFirst(start.utf8.count)
      .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    let areVisible = words.allSatisfy { word in
      !word.isEmpty && word.allSatisfy { (33...126).contains($0) }
    }
    return areVisible ? words.map { String(decoding: Array($0), as: UTF8.self) } : nil
  }
}
