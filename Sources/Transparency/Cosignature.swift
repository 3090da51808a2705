import Content
package import Crypto

/// A witness's word that it saw a checkpoint, consistent with all that it saw before, at a time
/// (C2SP tlog-cosignature, `cosignature/v1`).
///
/// Signed are the lines `cosignature/v1` and `time <seconds>`, and then the checkpoint's text.
package struct Cosignature: Hashable, Sendable {
  private static let timeByteCount = 8

  /// POSIX seconds.
  package let time: UInt64
  package let signature: NoteSignature

  /// Signs the text of a checkpoint; nil where `name` cannot name a key.
  package init?(of text: String, as name: String, at time: UInt64, with key: SigningKey) {
    guard let noteKey = NoteKey(name: name, role: .witness, publicKey: key.publicKey),
      time <= UInt64(Int64.max)
    else { return nil }
    let bytes = key.sign(Self.message(Array(text.utf8), at: time))
    let timeBytes = (0..<Self.timeByteCount).map {
      UInt8(truncatingIfNeeded: time >> UInt64(8 * (Self.timeByteCount - 1 - $0)))
    }
    self.time = time
    signature = NoteSignature(name: name, keyID: noteKey.id, bytes: timeBytes + bytes)
  }

  /// Checks a signature line; nil where it is not the witness's.
  init?(_ signature: NoteSignature, of text: [UInt8], by key: NoteKey) {
    let bytes = signature.bytes
    guard bytes.count == Self.timeByteCount + SigningKey.signatureByteCount else { return nil }
    let time = bytes.prefix(Self.timeByteCount).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard time <= UInt64(Int64.max),
      key.publicKey.isValid(
        Array(bytes.dropFirst(Self.timeByteCount)), for: Self.message(text, at: time))
    else { return nil }
    self.time = time
    self.signature = signature
  }

  private static func message(_ text: [UInt8], at time: UInt64) -> [UInt8] {
    Array("cosignature/v1\ntime \(time)\n".utf8) + text
  }
}
