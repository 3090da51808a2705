import Attestation
package import Content
package import Crypto
package import Evidence

/// What a provider answers: one line of canonical JSON for each request.
package enum ProviderReply: Sendable {
  /// `{"key":"<hex>","message":"description","name":"…"}`
  case description(name: String, key: PublicKey)
  /// The keys of the provider's session, and who vouches for them.
  ///
  /// `{"message":"session","session":{…}}`
  case session(Session)
  /// The signed statement; the outputs lie in the shared blob store, and `sealed` says which those
  /// of a confidential job are.
  ///
  /// `{"envelope":{…},"message":"executed","sealed":{…},"stages":{"sandbox":1234,…}}`
  case executed(ProviderAnswer)
  /// `{"message":"failed","reason":"…","text":"…"}`
  case failed(ProviderFailure)

  package var json: JSON {
    switch self {
    case .description(let name, let key):
      .object([
        "message": .string("description"), "name": .string(name),
        "key": .string(key.hexadecimal),
      ])
    case .session(let session):
      .object(["message": .string("session"), "session": session.json])
    case .executed(let answer):
      .object([
        "message": .string("executed"), "envelope": answer.envelope.json,
        "stages": answer.stages.json,
        "sealed": answer.sealed?.json,
      ])
    case .failed(let failure):
      .object([
        "message": .string("failed"), "reason": .string(failure.reason.rawValue),
        "text": .string(failure.text),
      ])
    }
  }

  package init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object(
      "message", "name", "key", "session", "envelope", "stages", "sealed", "reason", "text")
    switch try fields["message"].string() {
    case "description":
      self = .description(name: try fields["name"].string(), key: try fields["key"].publicKey())
    case "session": self = .session(try Session(reading: fields["session"]))
    case "executed":
      self = .executed(
        ProviderAnswer(
          envelope: try Envelope(reading: fields["envelope"]),
          stages: try StageTimes(reading: fields["stages"]),
          sealed: try fields["sealed"].optional { field throws(FieldError) in
            try SealedBlobs(reading: field)
          }))
    case "failed":
      self = .failed(
        ProviderFailure(
          try fields["reason"].choice(of: ProviderFailure.Reason.self),
          try fields["text"].string()))
    default: throw fields["message"].expected("“description”, “session”, “executed” or “failed”")
    }
  }
}
