package import Content
package import Crypto

/// What evidence ties together: the keys of one session, the runtime that holds them, and the nonce
/// by which the verifier knows that the evidence is fresh.
package struct Binding: Hashable, Sendable {
  package static let nonceByteCount = 32
  package static let reportDataByteCount = 64
  /// Separates these hashes from all others; another version is another meaning.
  private static let domain = Array("urn:assay:evidence:v1\u{0}".utf8)

  /// Signs statements.
  package let sessionKey: PublicKey
  /// To which inputs are encrypted; nil where the provider takes none.
  package let encryptionKey: X25519PublicKey?
  /// Of the runtime's measurement, as statements have it.
  package let runtime: Digest
  /// The verifier's.
  package let nonce: [UInt8]

  /// Nil unless the nonce has 32 bytes.
  package init?(
    sessionKey: PublicKey, encryptionKey: X25519PublicKey?, runtime: Digest, nonce: [UInt8]
  ) {
    guard nonce.count == Self.nonceByteCount else { return nil }
    self.sessionKey = sessionKey
    self.encryptionKey = encryptionKey
    self.runtime = runtime
    self.nonce = nonce
  }

  /// 64 bytes for the hardware to sign: SHA-512 over the domain, the session key, a byte that says
  /// whether an encryption key follows, that key, the runtime's digest, and the nonce.
  package var reportData: [UInt8] {
    let encryption = encryptionKey.map { [1] + $0.bytes } ?? [0]
    return HashAlgorithm.sha512.hash(
      Self.domain + sessionKey.bytes + encryption + runtime.bytes + nonce)
  }
}
