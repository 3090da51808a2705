import Attestation
import Content
import Crypto
import Evidence
import Jobs
import Transparency
import Verification

/// A bundle as a requestor seals it: three providers who agree, each in a session of its own.
struct SampleBundle {
  /// When the verdict was made, in seconds since 1970.
  static let seconds: Int64 = 1_750_331_001
  private let job: JobSpecification
  private let requestor: SigningKey
  private let decidedAt: Timestamp
  private let identities: [SigningKey]

  struct Failure: Error {}

  init() throws {
    let text = #"""
      {"command":["/matmul"],"confidential":false,"determinism":"standard","environment":{},
      "image":"\#(SampleStatement.digest("image"))","inputs":{
      "a.npy":{"digest":"\#(SampleStatement.digest("a.npy"))","size":3},
      "b.npy":{"digest":"\#(SampleStatement.digest("b.npy"))","size":4}},"network":"none","numericProfile":"assay-f32-v1",
      "outputs":["c.npy"],"redundancy":{"comparator":"digest","maximum":5,"quorum":2,
      "replicas":3},"resources":{"cpuTimeMilliseconds":60000,
      "ioBytesPerSecond":0,"outputFiles":4096,"scratchFiles":16384,"memoryBytes":536870912,
      "milliCPUs":1000,"openFiles":256,"outputBytes":67108864,"pids":64,"scratchBytes":67108864,
      "standardErrorBytes":1048576,"standardOutputBytes":1048576,"wallTimeMilliseconds":60000},
      "schema":"urn:assay:schema:job-specification:v1"}
      """#
    job = try JobSpecification(reading: JSONField(JSON(parsing: Array(text.utf8))))
    requestor = try SigningKey()
    identities = try (0..<3).map { _ in try SigningKey() }
    guard let time = Timestamp(milliseconds: Self.seconds * 1000) else { throw Failure() }
    decidedAt = time
  }

  /// - Parameter hardware: what vouches for the session of each provider besides its identity.
  func seal(hardware: [Int: Evidence]) throws -> [UInt8] {
    let replicas = try identities.enumerated().map { index, identity in
      try replica(identity, hardware[index])
    }
    return try Bundle.seal(job: job, replicas: replicas, decidedAt: decidedAt, with: requestor)
      .bundle.bytes
  }

  private func replica(_ identity: SigningKey, _ hardware: Evidence?) throws -> Replica {
    let key = try SigningKey()
    let nonce = SampleStatement.digest("nonce").bytes
    guard let lease = Lease(job: job.id, provider: identity.publicKey, nonce: nonce),
      let binding = Binding(
        sessionKey: key.publicKey, encryptionKey: try X25519PrivateKey().publicKey,
        runtime: SampleStatement.runtime.digest, nonce: nonce)
    else { throw Failure() }
    let endorsement = try SoftwareEvidence.Producer(identity: identity).produce(binding)
    let statement = try SampleStatement.make(
      provider: key.publicKey, job: job.id, lease: LeaseReference(id: lease.id, nonce: nonce))
    return Replica(
      lease: lease, reply: .answer(try Envelope.sign(statement, with: key)),
      session: Session(
        binding: binding, evidence: [endorsement] + (hardware.map { [$0] } ?? [])))
  }

  /// Everything is pinned and asked for; the hardware is judged by the time of its capture.
  func expectations(
    _ collateral: Collateral, _ transparency: LogTrust? = nil
  ) -> Bundle.Expectations {
    let asked = collateral.intel.isEmpty
    let kinds: [EvidenceKind] = asked ? [.software] : [.sevSNP, .tdx, .tpm2]
    return Bundle.Expectations(
      requestors: [requestor.publicKey], providers: Set(identities.map(\.publicKey)),
      transparency: transparency, now: Timestamp(HardwareSample.time),
      policy: Policy(
        evidence: Dictionary(
          uniqueKeysWithValues: kinds.map { ($0, Requirement(tier: asked ? .none : .affirming)) })),
      verifiers: EvidenceVerifiers(collateral))
  }
}
