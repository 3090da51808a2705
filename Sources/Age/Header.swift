import Content
import Crypto

/// The header of an age file: for whom it is, and a code over all of that (age-encryption.org/v1,
/// “Header”).
///
///     age-encryption.org/v1
///     -> X25519 <ephemeral share, 43 characters>
///     <wrapped file key, 43 characters>
///     --- <code, 43 characters>
struct Header: Equatable, Sendable {
  static let version = "age-encryption.org/v1"
  static let footer = "---"
  /// A header of 64 KiB has room for more than five hundred recipients.
  static let largestSize = 1 << 16

  let stanzas: [Stanza]
  /// HMAC-SHA-256 under a key of the file key: 32 bytes.
  let code: [UInt8]

  /// The bytes that the code is of: everything up to and with the three dashes.
  private static func authenticated(_ stanzas: [Stanza]) -> [UInt8] {
    Array((version + "\n" + stanzas.map(\.text).joined() + footer).utf8)
  }

  /// The header that lets `recipients` find `fileKey`.
  init(
    for recipients: [Recipient], fileKey: borrowing SecretBytes
  ) throws(AgeError) {
    var stanzas: [Stanza] = []
    for recipient in recipients { stanzas.append(try recipient.wrap(fileKey)) }
    self.stanzas = stanzas
    code = HMAC.code(of: Self.authenticated(stanzas), key: Self.codeKey(of: fileKey))
  }

  init(stanzas: [Stanza], code: [UInt8]) {
    self.stanzas = stanzas
    self.code = code
  }

  var bytes: [UInt8] {
    Self.authenticated(stanzas) + Array((" " + Base64.encodeUnpadded(code) + "\n").utf8)
  }

  /// The file key that one of the stanzas holds for `identity`, with the header proved unchanged.
  ///
  /// - Throws: `header`, `noMatch`, `headerCode`.
  func fileKey(for identity: Identity) throws(AgeError) -> SecretBytes {
    // A passphrase's stanza stands alone, so that nobody is told a file from another sender.
    guard stanzas.count == 1 || !stanzas.contains(where: { $0.arguments[0] == "scrypt" }) else {
      throw AgeError(.header, "a scrypt stanza beside another one; expected it alone")
    }
    // Every stanza is read before any is tried: one that breaks the rules spoils the file.
    var wrapped: [WrappedFileKey] = []
    for stanza in stanzas {
      if let fileKey = try WrappedFileKey(stanza) { wrapped.append(fileKey) }
    }
    for candidate in wrapped {
      if let fileKey = try candidate.unwrap(with: identity) {
        try prove(with: fileKey)
        return fileKey
      }
    }
    throw AgeError(
      .noMatch, "none of \(stanzas.count) stanzas is for \(identity.recipient)")
  }

  private func prove(with fileKey: borrowing SecretBytes) throws(AgeError) {
    let key = Self.codeKey(of: fileKey)
    guard HMAC.verify(code, of: Self.authenticated(stanzas), key: key) else {
      throw AgeError(.headerCode, "the header was changed after it was written")
    }
  }

  private static func codeKey(of fileKey: borrowing SecretBytes) -> SecretBytes {
    HKDF.derive(from: fileKey, info: Array("header".utf8), count: HMAC.byteCount)
  }
}
