package import Content
import Evidence
package import Jobs

/// What a requestor asks of a provider: one line of canonical JSON.
///
/// `{"message":"describe"}`, `{"message":"challenge","nonce":"…"}` or
/// `{"job":{…},"lease":{…},"message":"execute"}`, with `"sealed":{…}` for a confidential job
package enum ProviderRequest: Sendable {
  /// Who are you?
  case describe
  /// Have your session's keys vouched for, together with this nonce of 32 bytes.
  case challenge([UInt8])
  /// Execute this lease; the inputs lie in the shared blob store, sealed if the job is confidential.
  case execute(Lease, JobSpecification, SealedInputs?)

  package var json: JSON {
    switch self {
    case .describe:
      .object(["message": .string("describe")])
    case .challenge(let nonce):
      .object(["message": .string("challenge"), "nonce": .string(Hexadecimal.encode(nonce))])
    case .execute(let lease, let job, let sealed):
      .object([
        "message": .string("execute"), "lease": lease.json, "job": job.json,
        "sealed": sealed?.json,
      ])
    }
  }

  package init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object("message", "nonce", "lease", "job", "sealed")
    switch try fields["message"].string() {
    case "describe": self = .describe
    case "challenge":
      self = .challenge(try fields["nonce"].hexadecimal(count: Binding.nonceByteCount))
    case "execute":
      self = .execute(
        try Lease(reading: fields["lease"]), try JobSpecification(reading: fields["job"]),
        try fields["sealed"].optional { field throws(FieldError) in
          try SealedInputs(reading: field)
        })
    default: throw fields["message"].expected("“describe”, “challenge” or “execute”")
    }
  }
}
