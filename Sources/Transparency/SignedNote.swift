import Content
package import Crypto

/// Text with signatures below it, before anybody checked them (C2SP signed-note):
///
///     text, one or more lines
///
///     — name base64
package struct SignedNote: Hashable, Sendable {
  /// Bytes of a note at most.
  package static let largest = 1 << 20
  private static let mostSignatures = 100

  /// Ends in a newline. Not to be believed before `verify` says so.
  package let unverifiedText: String
  package let signatures: [NoteSignature]

  package init(unverifiedText: String, signatures: [NoteSignature]) {
    self.unverifiedText = unverifiedText
    self.signatures = signatures
  }

  /// Nil for what is no signed note, is larger than 1 MiB, or has more than 100 signatures.
  package init?(_ bytes: [UInt8]) {
    let newline = UInt8(ascii: "\n")
    guard bytes.count <= Self.largest, bytes.last == newline,
      bytes.allSatisfy({ $0 >= 0x20 || $0 == newline }),
      let last = bytes.indices.dropLast().last(where: {
        bytes[$0] == newline && bytes[$0 + 1] == newline
      }),
      let text = String(validating: bytes[...last], as: UTF8.self),
      let below = String(validating: bytes[(last + 2)...].dropLast(), as: UTF8.self)
    else { return nil }
    let lines = below.split(
      separator: "\n", maxSplits: Self.mostSignatures, omittingEmptySubsequences: false)
    let signatures = lines.compactMap { NoteSignature(line: $0) }
    guard signatures.count == lines.count, signatures.count <= Self.mostSignatures else {
      return nil
    }
    self.init(unverifiedText: text, signatures: signatures)
  }

  /// The note as a file.
  package var bytes: [UInt8] {
    Array((unverifiedText + "\n" + signatures.map(\.line).joined()).utf8)
  }

  /// This note with further signatures.
  package func adding(_ signatures: [NoteSignature]) -> SignedNote {
    SignedNote(unverifiedText: unverifiedText, signatures: self.signatures + signatures)
  }

  /// A text signed by a log.
  ///
  /// - Precondition: `text` ends in a newline.
  package static func sign(_ text: String, as name: String, with key: SigningKey) -> SignedNote? {
    precondition(text.hasSuffix("\n"), "a note's text ends in a newline")
    guard let noteKey = NoteKey(name: name, role: .log, publicKey: key.publicKey) else {
      return nil
    }
    let signature = NoteSignature(
      name: name, keyID: noteKey.id, bytes: key.sign(Array(text.utf8)))
    return SignedNote(unverifiedText: text, signatures: [signature])
  }
}
