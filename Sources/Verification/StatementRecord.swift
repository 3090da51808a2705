package import Attestation
package import Content
package import Crypto

/// What a log enters of one provider's statement.
package struct StatementRecord: Hashable, Sendable {
  /// Of the envelope's canonical form.
  package let envelope: Digest
  package let provider: PublicKey
  package let job: Digest
  package let lease: Digest
  /// Of the measurement of the provider's runtime.
  package let runtime: Digest
  /// Of what a comparison by digest looks at: two statements about one job that disagree have two.
  package let result: Digest
  /// When the execution ended, by the provider's clock.
  package let finishedAt: Timestamp

  /// - Throws: where the payload is no statement, or its provider did not sign it.
  package init(of envelope: Envelope) throws(FieldError) {
    let statement = try Statement(parsing: envelope.unverifiedPayload)
    let provider = statement.execution.provider
    if case .rejected(let rejection) = envelope.verify(trusting: [provider]) {
      throw FieldError(
        path: "signatures", value: rejection.reason.rawValue,
        expected: "an envelope signed by its provider, \(provider.hexadecimal): \(rejection.detail)"
      )
    }
    self.envelope = Digest(of: envelope.canonicalBytes)
    self.provider = provider
    job = statement.execution.job
    lease = statement.execution.lease.id
    runtime = statement.execution.runtime.digest
    result = Digest(of: Claim(statement).json.canonicalBytes)
    finishedAt = statement.execution.finishedAt
  }

  init(reading field: JSONField) throws(FieldError) {
    let members = try field.object(
      "schema", "kind", "envelope", "provider", "job", "lease", "runtime", "result", "finishedAt")
    envelope = try members["envelope"].digest()
    provider = try members["provider"].publicKey()
    job = try members["job"].digest()
    lease = try members["lease"].digest()
    runtime = try members["runtime"].digest()
    result = try members["result"].digest()
    finishedAt = try members["finishedAt"].timestamp()
  }

  var members: JSONObject {
    [
      "envelope": .string(envelope.description), "provider": .string(provider.hexadecimal),
      "job": .string(job.description), "lease": .string(lease.description),
      "runtime": .string(runtime.description), "result": .string(result.description),
      "finishedAt": .string(finishedAt.description),
    ]
  }
}
