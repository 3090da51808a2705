/// An Ed25519 public key (RFC 8032): the canonical encoding of a point that is not of small order.
///
/// Encodings with y ≥ p and the eight points of small order are refused when the value is made, so
/// that no key exists under which one signature fits several messages.
package struct PublicKey: Hashable, Sendable {
  package static let byteCount = 32

  /// Exactly 32 bytes.
  package let bytes: [UInt8]

  /// Nil unless `bytes` are 32, canonical, and not of small order.
  ///
  /// That they decode to a point of the curve is seen at the first verification, which then fails.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.byteCount, EdwardsEncoding.isAdmissible(bytes) else { return nil }
    self.bytes = bytes
  }

  /// SHA-256 of the 32 raw bytes, by which a key is named.
  package var fingerprint: [UInt8] { SHA256.hash(bytes) }

  /// Whether `signature` is this key's signature of `message`.
  ///
  /// The rule, equal on every machine: RFC 8032's cofactorless equation, with S < L, R compared
  /// byte by byte with the recomputed point (so it is canonical), and R not of small order. All
  /// members of a quorum must judge alike, hence exactly one rule (`EVP_DigestVerify`).
  package func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
    PreparedPublicKey(self).isValid(signature, for: message)
  }
}
