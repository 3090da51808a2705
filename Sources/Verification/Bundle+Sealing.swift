import Attestation
package import Content
package import Crypto
package import Jobs
package import Transparency

extension Bundle {
  /// Derives the verdict and seals everything into one file.
  ///
  /// - Parameter contents: as `Verdict.derive` has it.
  /// - Throws: where the result could not be read back, for example because it is too large or a
  ///   lease occurs twice.
  package static func seal(
    job: JobSpecification, replicas: [Replica], decidedAt: Timestamp,
    clockSkew: Int64 = Examination.standardClockSkew,
    contents: (Digest) -> [UInt8]? = { _ in nil }, with key: SigningKey
  ) throws(VerificationError) -> (bundle: Bundle, verdict: Verdict) {
    let (verdict, comparisons) = Verdict.derive(
      job: job, replicas: replicas, decidedAt: decidedAt, clockSkew: clockSkew, contents: contents)
    let ordered = replicas.map { $0.bounded(for: job) }.sorted { $0.lease.id < $1.lease.id }
    let payload: JSON = .object([
      "schema": .string(schema),
      "requestor": .string(key.publicKey.hexadecimal),
      "decidedAt": .string(decidedAt.description),
      "job": job.json,
      "replicas": .array(ordered.map(\.json)),
      "comparisons": comparisons?.json,
      "verdict": verdict.json,
    ])
    let bytes = seal(payload.canonicalBytes, with: key)
    return (try Bundle(parsing: bytes), verdict)
  }

  private static func seal(_ payload: [UInt8], with key: SigningKey) -> [UInt8] {
    let message = Envelope.preAuthenticationEncoding(of: payload, type: payloadType)
    let signature = Envelope.Signature(keyID: key.publicKey.keyID, bytes: key.sign(message))
    return Envelope(
      payloadType: payloadType, unverifiedPayload: payload, signatures: [signature]
    ).canonicalBytes
  }

  /// This bundle with `proof`, which takes the place of an older one by the same log.
  ///
  /// - Throws: where there are too many proofs, or the new one has extra data.
  package func entering(_ proof: LogProof) throws(VerificationError) -> Bundle {
    let origin = Checkpoint(proof.checkpoint.unverifiedText)?.origin
    let others = proofs.filter { Checkpoint($0.checkpoint.unverifiedText)?.origin != origin }
    return try Bundle(parsing: Self.file(seal, others + [proof]))
  }

  /// Whether the key that the payload names made the seal.
  var isSealed: Bool {
    let message = Envelope.preAuthenticationEncoding(
      of: seal.unverifiedPayload, type: seal.payloadType)
    return seal.signatures.allSatisfy { requestor.isValid($0.bytes, for: message) }
  }
}
