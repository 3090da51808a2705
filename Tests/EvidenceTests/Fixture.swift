import Attestation
import Content
import Crypto
import Evidence
import TestSupport
import Testing

/// Keys, bindings and executions that are nobody's, and evidence that hardware made.
enum Fixture {
  static let time = Timestamp.epoch

  /// The key whose seed is 32 times `number`.
  static func key(_ number: UInt8) throws -> SigningKey {
    var seed = SecretBytes(capacity: SigningKey.seedByteCount)
    unsafe seed.append { room in
      unsafe room.initializeMemory(as: UInt8.self, repeating: number)
      return room.count
    }
    return try SigningKey(seed: seed)
  }

  static func digest(_ text: String) -> Digest { Digest(of: Array(text.utf8)) }

  static func binding(
    key number: UInt8 = 1,
    encryption: X25519PublicKey? = X25519PublicKey([UInt8](repeating: 5, count: 32)),
    runtime: String = "runtime", nonce: UInt8 = 9
  ) throws -> Binding {
    try #require(
      Binding(
        sessionKey: key(number).publicKey, encryptionKey: encryption, runtime: digest(runtime),
        nonce: [UInt8](repeating: nonce, count: 32)))
  }

  static let runtime = Measurement(
    executables: [ResourceDescriptor(name: "assay", digest: digest("assay"))], version: "1")

  static func execution(
    determinism: DeterminismClass = .standard, numericProfile: String? = "fma-chain-v1",
    finishedAt: Timestamp = time
  ) throws -> Execution {
    Execution(
      job: digest("job"), image: digest("image"), inputs: [],
      lease: LeaseReference(id: digest("lease"), nonce: [UInt8](repeating: 7, count: 32)),
      outcome: Outcome(termination: .exited(code: 0)),
      limits: ExecutionLimits(
        cpuTimeMilliseconds: 1, memoryBytes: 1, milliCPUs: 1, openFiles: 1, outputBytes: 1,
        pids: 1, scratchBytes: 1, standardErrorBytes: 1, standardOutputBytes: 1,
        wallTimeMilliseconds: 1),
      usage: ResourceUsage(
        bytesIn: 0, bytesOut: 0, cpuSystemMicroseconds: 0, cpuUserMicroseconds: 0,
        peakMemoryBytes: 0, wallMicroseconds: 0),
      isolation: Isolation(
        layers: [], mountTable: digest("mounts"), profile: digest("profile"),
        seccomp: digest("filter"), violations: []),
      determinism: determinism, numericProfile: numericProfile, runtime: runtime,
      platform: Platform(architecture: "x86_64", cpuFeatures: [], cpuModel: "m", kernel: "k"),
      provider: try key(1).publicKey, trace: TraceCommitment(root: digest("trace"), steps: 3),
      startedAt: .epoch, finishedAt: finishedAt)
  }

  static func moment(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

  /// A file of the vectors, for tests that are enabled only where there are any.
  static func vector(_ path: String) throws -> [UInt8] {
    try Repository.bytes(at: "\(try #require(Repository.vectors))/\(path)")
  }

  static let noVectors: Comment = "no vectors: set ASSAY_VECTORS to their directory"

  /// A Python with PyPI's `dcap-qvl`.
  static let python = Repository.python(with: "dcap_qvl")

  /// AMD's roots, with the signing keys of the vectors.
  static func snpVerifier() throws -> SNPVerifier {
    let chain = try Certificate.chain(pem: vector("sev-snp/ca/ask-ark-milan.pem"))
    return SNPVerifier(roots: SNPRoots.all, intermediates: chain)
  }

  static func intelVerifier() throws -> IntelVerifier {
    let document = try JSON(parsing: vector("tdx/v4-uptodate/collateral.json"))
    return IntelVerifier(
      roots: [try #require(IntelRoot.certificate)],
      collateral: try IntelCollateral(document: JSONField(document)))
  }
}
