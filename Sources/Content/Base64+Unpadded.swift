extension Base64 {
  /// Standard base64 without the padding at its end (RFC 4648 section 3.2).
  package static func encodeUnpadded(_ bytes: [UInt8]) -> String {
    var text = encode(bytes)
    while text.hasSuffix("=") { text.removeLast() }
    return text
  }

  /// Nil for anything that `encodeUnpadded` would not have written.
  package static func decodeUnpadded(_ text: String) -> [UInt8]? {
    guard !text.hasSuffix("=") else { return nil }
    let missing = (4 - text.utf8.count % 4) % 4
    return missing == 3 ? nil : decode(text + String(repeating: "=", count: missing))
  }
}
