import Attestation
import Content
import Crypto
import Evidence
import Jobs
import Testing
import Verification

/// One job, its leases, and providers who say what a test wants them to say.
struct Fixture {
  static let decidedAt = Timestamp(milliseconds: 1_800_000_060_000)

  let job: JobSpecification
  let decidedAt: Timestamp
  let requestor: SigningKey

  /// - Parameter comparison: how results are compared, as members of the job's redundancy.
  init(
    replicas: Int = 3, quorum: Int = 2, maximum: Int = 5,
    redundancy comparison: String = #""comparator":"digest","#
  ) throws {
    let text = #"""
      {"command":["/matmul","/in/a.npy","/out/c.npy"],"confidential":false,
      "determinism":"standard",
      "environment":{"K":"V"},"image":"\#(Self.digest("image"))",
      "inputs":{"a.npy":{"digest":"\#(Self.digest("a"))","size":3},
      "b.npy":{"digest":"\#(Self.digest("b"))","size":4}},"network":"none",
      "outputs":["c.npy","logs/"],"redundancy":{\#(comparison)"maximum":\#(maximum),
      "quorum":\#(quorum),"replicas":\#(replicas)},"resources":{"cpuTimeMilliseconds":60000,
      "ioBytesPerSecond":0,"outputFiles":4096,"scratchFiles":16384,
      "memoryBytes":536870912,"milliCPUs":1000,"openFiles":256,"outputBytes":67108864,"pids":64,
      "scratchBytes":67108864,"standardErrorBytes":1048576,"standardOutputBytes":1048576,
      "wallTimeMilliseconds":60000},"schema":"urn:assay:schema:job-specification:v1"}
      """#
    job = try JobSpecification(reading: JSONField(JSON(parsing: Array(text.utf8))))
    decidedAt = try #require(Self.decidedAt)
    requestor = try Self.key(100)
  }

  static let runtime = Measurement(
    executables: [ResourceDescriptor(name: "assay", digest: digest("assay"))], version: "0.1.0")

  static func digest(_ text: String) -> Digest { Digest(of: Array(text.utf8)) }

  /// The key whose seed is 32 times `number`.
  static func key(_ number: UInt8) throws -> SigningKey {
    var seed = SecretBytes(capacity: SigningKey.seedByteCount)
    unsafe seed.append { room in
      unsafe room.initializeMemory(as: UInt8.self, repeating: number)
      return room.count
    }
    return try SigningKey(seed: seed)
  }

  /// The lease number `number` of `provider`.
  func lease(_ provider: UInt8, number: UInt8 = 0) throws -> Lease {
    let nonce = [provider, number] + [UInt8](repeating: 9, count: 30)
    return try #require(
      Lease(job: job.id, provider: Self.key(provider).publicKey, nonce: nonce))
  }

  /// What an honest provider would say to `lease`, until the test changes it.
  func draft(_ lease: Lease) throws -> Draft {
    Draft(
      outputs: [
        "stdout": Self.digest("out"), "stderr": Self.digest(""),
        "out/c.npy": Self.digest("c"),
      ],
      job: job.id, image: job.image,
      inputs: ["a.npy": Self.digest("a"), "b.npy": Self.digest("b")],
      leaseID: lease.id, nonce: lease.nonce, provider: lease.provider,
      startedAt: try #require(Timestamp(milliseconds: decidedAt.milliseconds - 2000)),
      finishedAt: try #require(Timestamp(milliseconds: decidedAt.milliseconds - 1000)))
  }

  /// The envelope of `provider` for `lease`.
  func answer(
    _ provider: UInt8, to lease: Lease, _ change: (inout Draft) throws -> Void = { _ in }
  ) throws -> Envelope {
    var draft = try draft(lease)
    try change(&draft)
    return try Envelope.sign(draft.statement, with: Self.key(provider))
  }

  /// A lease of `provider`, answered.
  func replica(
    _ provider: UInt8, number: UInt8 = 0, _ change: (inout Draft) throws -> Void = { _ in }
  ) throws -> Replica {
    let lease = try lease(provider, number: number)
    return Replica(lease: lease, reply: .answer(try answer(provider, to: lease, change)))
  }

  /// The session of the provider `identity` with the key `key`, as the provider itself vouches for it.
  func session(
    _ identity: UInt8, key: UInt8, runtime: Digest = runtime.digest, nonce: UInt8 = 8,
    hardware: [Evidence] = []
  ) throws -> Session {
    let binding = try #require(
      Binding(
        sessionKey: Self.key(key).publicKey,
        encryptionKey: X25519PublicKey([UInt8](repeating: 5, count: 32)),
        runtime: runtime, nonce: [UInt8](repeating: nonce, count: 32)))
    let endorsement = try SoftwareEvidence.Producer(identity: Self.key(identity)).produce(binding)
    return Session(binding: binding, evidence: [endorsement] + hardware)
  }

  /// A lease of `provider`, answered with the key of `session`, whose number is `key`.
  func replica(
    _ provider: UInt8, number: UInt8 = 0, in session: Session, signedBy key: UInt8,
    _ change: (inout Draft) throws -> Void = { _ in }
  ) throws -> Replica {
    let lease = try lease(provider, number: number)
    var draft = try draft(lease)
    draft.provider = try Self.key(key).publicKey
    try change(&draft)
    let envelope = try Envelope.sign(draft.statement, with: Self.key(key))
    return Replica(lease: lease, reply: .answer(envelope), session: session)
  }

  func verdict(_ replicas: [Replica]) -> Verdict {
    Verdict.derive(job: job, replicas: replicas, decidedAt: decidedAt).verdict
  }

  /// Two who agree and one who deviates, sealed; in sessions of their own where hardware, or at least
  /// their identities, vouch for such.
  func bundle(sessions hardware: [Evidence]? = nil) throws -> Bundle {
    let wrong = Self.digest("wrong")
    let replicas = try (UInt8(1)...3).map { number in
      guard let hardware else {
        return try replica(number) { if number == 3 { $0.outputs["out/c.npy"] = wrong } }
      }
      let session = try session(number, key: number + 50, hardware: hardware)
      return try replica(number, in: session, signedBy: number + 50) {
        if number == 3 { $0.outputs["out/c.npy"] = wrong }
      }
    }
    return try Bundle.seal(
      job: job, replicas: replicas, decidedAt: decidedAt, with: requestor
    ).bundle
  }
}
