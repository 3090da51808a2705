package import Content
package import Crypto

extension Envelope {
  /// Signs a statement; only what a reader accepts is signed.
  ///
  /// - Throws: `FieldError` where the statement breaks one of its rules, or names another provider
  ///   than the owner of `key`.
  package static func sign(
    _ statement: Statement, with key: SigningKey
  ) throws(FieldError) -> Envelope {
    try statement.validate()
    let provider = statement.execution.provider
    guard provider == key.publicKey else {
      throw FieldError(
        path: "predicate.provider", value: provider.hexadecimal,
        expected: "the key that signs: \(key.publicKey.hexadecimal)")
    }
    return sign(statement.canonicalBytes, type: statementType, with: key)
  }

  /// Signs any payload (DSSE protocol, `SIGNATURE = Sign(PAE(type, payload))`).
  static func sign(_ payload: [UInt8], type: String, with key: SigningKey) -> Envelope {
    let signature = key.sign(preAuthenticationEncoding(of: payload, type: type))
    return Envelope(
      payloadType: type, unverifiedPayload: payload,
      signatures: [Signature(keyID: key.publicKey.keyID, bytes: signature)])
  }

  /// What a signature covers (PAE): `DSSEv1 <length> <type> <length> <payload>`, lengths in bytes.
  package static func preAuthenticationEncoding(of payload: [UInt8], type: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(payload.count + type.utf8.count + 48)
    bytes += "DSSEv1 \(type.utf8.count) \(type) \(payload.count) ".utf8
    bytes += payload
    return bytes
  }
}
