import Content
import Crypto

/// Reads a header line by line, from bytes that may go on behind it.
struct HeaderReader {
  private let bytes: [UInt8]
  /// How many bytes were read; the payload begins there when the header ends.
  private(set) var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// - Throws: `header`.
  mutating func read() throws(AgeError) -> Header {
    guard try line() == Header.version else {
      throw AgeError(.header, "the first line is not “\(Header.version)”")
    }
    var stanzas: [Stanza] = []
    while true {
      let line = try line()
      guard line.hasPrefix(Stanza.start) else {
        guard !stanzas.isEmpty else { throw AgeError(.header, "there is no stanza") }
        return Header(stanzas: stanzas, code: try Self.code(in: line))
      }
      guard let arguments = Stanza.arguments(in: line) else {
        throw AgeError(.header, "the stanza “\(line)” is not words with one space between them")
      }
      stanzas.append(Stanza(arguments: arguments, body: try body()))
    }
  }

  /// The next line without its end; lines are ASCII.
  private mutating func line() throws(AgeError) -> String {
    let limit = min(bytes.count, Header.largestSize)
    guard let end = bytes[position..<limit].firstIndex(of: UInt8(ascii: "\n")) else {
      throw AgeError(
        .header, "a line without an end in the first \(Header.largestSize) bytes")
    }
    let units = bytes[position..<end]
    guard units.allSatisfy({ (32...126).contains($0) }) else {
      throw AgeError(.header, "a line with other characters than visible ASCII")
    }
    position = end + 1
    return String(decoding: units, as: UTF8.self)
  }

  private mutating func body() throws(AgeError) -> [UInt8] {
    var text = ""
    while true {
      let line = try line()
      guard line.utf8.count <= Stanza.lineCount else {
        throw AgeError(.header, "a line of a stanza's body has over \(Stanza.lineCount) characters")
      }
      text += line
      if line.utf8.count < Stanza.lineCount { break }
    }
    guard let body = Base64.decodeUnpadded(text) else {
      throw AgeError(.header, "a stanza's body is not canonical base64 without padding")
    }
    return body
  }

  private static func code(in line: String) throws(AgeError) -> [UInt8] {
    let start = Header.footer + " "
    guard line.hasPrefix(start),
      let code = Base64.decodeUnpadded(String(line.dropFirst(start.count))),
      code.count == HMAC.byteCount
    else {
      throw AgeError(.header, "expected a stanza, or “--- ” and a code of 43 characters")
    }
    return code
  }
}
