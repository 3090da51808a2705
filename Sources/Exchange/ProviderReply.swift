package import Attestation
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
  /// The signed statement; the outputs lie in the shared blob store.
  ///
  /// `{"envelope":{…},"message":"executed","stages":{"sandbox":1234,…}}`
  case executed(Envelope, StageTimes)
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
    case .executed(let envelope, let stages):
      .object([
        "message": .string("executed"), "envelope": envelope.json, "stages": stages.json,
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
      "message", "name", "key", "session", "envelope", "stages", "reason", "text")
    switch try fields["message"].string() {
    case "description":
      self = .description(name: try fields["name"].string(), key: try fields["key"].publicKey())
    case "session": self = .session(try Session(reading: fields["session"]))
    case "executed":
      self = .executed(
        try Envelope(reading: fields["envelope"]), try StageTimes(reading: fields["stages"]))
    case "failed":
      self = .failed(
        ProviderFailure(
          try fields["reason"].choice(of: ProviderFailure.Reason.self),
          try fields["text"].string()))
    default: throw fields["message"].expected("“description”, “session”, “executed” or “failed”")
    }
  }
}
