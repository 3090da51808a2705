import Content

/// The form of an age file in lines of text: strict PEM (age-encryption.org/v1, “ASCII armor”).
package enum Armor {
  private static let first = "-----BEGIN AGE ENCRYPTED FILE-----"
  private static let last = "-----END AGE ENCRYPTED FILE-----"
  private static let lineCount = 64

  /// The binary file that `text` holds; white space before and behind it does not count.
  ///
  /// - Throws: `armor`.
  package static func decode(_ text: [UInt8]) throws(AgeError) -> [UInt8] {
    var lines = lines(of: text)
    guard lines.first == first, lines.last == last, lines.count >= 2 else {
      throw AgeError(.armor, "expected the lines “\(first)” and “\(last)” around the file")
    }
    lines.removeFirst()
    lines.removeLast()
    for (index, line) in lines.enumerated() {
      let isLast = index == lines.count - 1
      let isWhole = line.utf8.count == lineCount
      guard isWhole || isLast && (1..<lineCount).contains(line.utf8.count) else {
        throw AgeError(.armor, "line \(index + 2) has \(line.utf8.count) characters, not 64")
      }
    }
    guard let bytes = Base64.decode(lines.joined()) else {
      throw AgeError(.armor, "the lines are not canonical base64")
    }
    return bytes
  }

  private static func lines(of text: [UInt8]) -> [String] {
    let space = Array(" \t\r\n".utf8)
    guard let start = text.firstIndex(where: { !space.contains($0) }),
      let end = text.lastIndex(where: { !space.contains($0) })
    else { return [] }
    return text[start...end].split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
    ).map { line in
      String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
    }
  }
}
