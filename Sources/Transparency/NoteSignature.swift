import Content

/// One line below a note: `— <name> <base64 of the key's id and the signature>`.
package struct NoteSignature: Hashable, Sendable {
  static let idByteCount = 4
  static let marker = "\u{2014} "

  package let name: String
  /// Four bytes.
  package let keyID: [UInt8]
  /// What follows the id: 64 bytes of a log, eight more of a witness.
  package let bytes: [UInt8]

  package init(name: String, keyID: [UInt8], bytes: [UInt8]) {
    self.name = name
    self.keyID = keyID
    self.bytes = bytes
  }

  /// Reads a line without its newline.
  init?(line: some StringProtocol) {
    guard line.hasPrefix(Self.marker) else { return nil }
    let parts = line.dropFirst(Self.marker.count).split(
      separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, NoteKey.isName(String(parts[0])),
      let content = Base64.decode(String(parts[1])), content.count > Self.idByteCount
    else { return nil }
    name = String(parts[0])
    keyID = Array(content.prefix(Self.idByteCount))
    bytes = Array(content.dropFirst(Self.idByteCount))
  }

  /// The line with its newline.
  package var line: String { "\(Self.marker)\(name) \(Base64.encode(keyID + bytes))\n" }
}
