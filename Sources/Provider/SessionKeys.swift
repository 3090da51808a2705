package import Attestation
package import Crypto
package import Evidence

/// The keys that a provider makes at its start and keeps in memory only, and what vouches for them.
package final class SessionKeys: Sendable {
  /// Signs statements.
  package let signing: SigningKey
  /// Opens inputs that were encrypted to this session.
  package let agreement: X25519PrivateKey
  private let identity: SigningKey
  private let hardware: EvidenceSource?

  /// - Parameters:
  ///   - identity: the key that leases name; it vouches for the session in any case.
  ///   - hardware: vouches besides, where there is any.
  package init(identity: SigningKey, hardware: EvidenceSource? = nil) throws(CryptoError) {
    signing = try SigningKey()
    agreement = try X25519PrivateKey()
    self.identity = identity
    self.hardware = hardware
  }

  /// Has these keys vouched for, as those that `runtime` holds.
  ///
  /// - Parameter nonce: the verifier's, 32 bytes.
  package func session(
    of runtime: Measurement, answering nonce: [UInt8]
  ) throws(EvidenceError) -> Session {
    guard
      let binding = Binding(
        sessionKey: signing.publicKey, encryptionKey: agreement.publicKey,
        runtime: runtime.digest, nonce: nonce)
    else { throw EvidenceError(.malformed, "the nonce has \(nonce.count) bytes, expected 32") }
    let endorsement = try SoftwareEvidence.Producer(identity: identity).produce(binding)
    let quote = try hardware?.produce(binding)
    return Session(binding: binding, evidence: [endorsement] + (quote.map { [$0] } ?? []))
  }
}
