import Attestation
import Content
import Crypto
import Verification

/// Signatures over whatever one likes.
enum Forgery {
  static func envelope(
    _ payload: [UInt8], type: String = Envelope.statementType, key: SigningKey
  ) -> Envelope {
    let message = Envelope.preAuthenticationEncoding(of: payload, type: type)
    return Envelope(
      payloadType: type, unverifiedPayload: payload,
      signatures: [.init(keyID: key.publicKey.keyID, bytes: key.sign(message))])
  }

  /// `payload` as a bundle that `key` sealed; its member `requestor` is left as it is.
  static func bundle(_ payload: JSON, key: SigningKey) -> [UInt8] {
    envelope(payload.canonicalBytes, type: Bundle.payloadType, key: key).canonicalBytes
  }

  /// What a bundle holds, as a tree.
  static func payload(of bundle: Bundle) throws -> JSON {
    try JSON(parsingCanonical: Envelope(parsing: bundle.bytes).unverifiedPayload)
  }
}
