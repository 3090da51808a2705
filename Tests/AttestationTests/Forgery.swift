import Attestation
import Content
import Crypto

/// A provider who signs whatever it likes, also what our own signing refuses.
struct Forgery {
  let key: SigningKey
  /// A proper statement as a tree, to be changed before it is signed.
  let document: JSON

  init() throws {
    key = try Fixture.key(1)
    document = try JSON(
      parsingCanonical: Fixture.statement(provider: key.publicKey).canonicalBytes)
  }

  func envelope(
    _ payload: [UInt8], type: String = Envelope.statementType, keyID: String? = nil,
    keys: [SigningKey]? = nil
  ) -> Envelope {
    let message = Envelope.preAuthenticationEncoding(of: payload, type: type)
    return Envelope(
      payloadType: type, unverifiedPayload: payload,
      signatures: (keys ?? [key]).map { .init(keyID: keyID, bytes: $0.sign(message)) })
  }

  /// Why a reader who trusts the key does not believe the signed payload; nil if it does.
  func reason(_ payload: [UInt8]) -> Rejection.Reason? {
    envelope(payload).verify(trusting: [key.publicKey]).reason
  }

  func reason(_ document: JSON) -> Rejection.Reason? { reason(document.canonicalBytes) }

  func reason(_ text: String) -> Rejection.Reason? { reason(Array(text.utf8)) }
}
