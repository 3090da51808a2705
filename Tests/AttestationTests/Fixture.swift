import Attestation
import Content
import Crypto
import Testing

/// A complete statement and the keys around it.
enum Fixture {
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

  static func descriptor(_ name: String) -> ResourceDescriptor {
    ResourceDescriptor(name: name, digest: digest(name))
  }

  static func statement(
    provider: PublicKey, subjects: [String] = ["stdout", "stderr", "out/c.npy"],
    critical: [String] = [], cpuModel: String = "Model “é” 9",
    nonce: [UInt8] = [UInt8](repeating: 7, count: 32), peakMemory: Int64 = 1 << 20
  ) throws -> Statement {
    Statement(
      subjects: subjects.map { descriptor($0) },
      execution: Execution(
        job: digest("job"), image: digest("image"),
        inputs: [descriptor("b.npy"), descriptor("a.npy")],
        lease: LeaseReference(id: digest("lease"), nonce: nonce),
        outcome: Outcome(termination: .exited(code: 0), truncated: [.standardOutput]),
        limits: limits,
        usage: ResourceUsage(
          bytesIn: 4096, bytesOut: 128, cpuSystemMicroseconds: 900, cpuUserMicroseconds: 25_000,
          peakMemoryBytes: peakMemory, wallMicroseconds: 31_415),
        isolation: Isolation(
          layers: ["pid-namespace", "seccomp"], mountTable: digest("mounts"),
          profile: digest("profile"), seccomp: digest("filter"),
          violations: [Violation(call: "ptrace", count: 3), Violation(call: "mount", count: 1)]),
        determinism: .standard, numericProfile: "fma-chain-v1",
        runtime: Measurement(executables: [descriptor("assay")], version: "0.1.0"),
        platform: Platform(
          architecture: "x86_64", cpuFeatures: ["avx2", "fma"], cpuModel: cpuModel,
          kernel: "6.1.0"),
        provider: provider, trace: TraceCommitment(root: digest("trace"), steps: 4),
        startedAt: try #require(Timestamp(milliseconds: 1_800_000_000_000)),
        finishedAt: try #require(Timestamp(milliseconds: 1_800_000_000_031)),
        critical: critical))
  }

  static let limits = ExecutionLimits(
    cpuTimeMilliseconds: 60_000, memoryBytes: 1 << 29, milliCPUs: 1000, openFiles: 256,
    outputBytes: 1 << 26, pids: 64, scratchBytes: 1 << 26, standardErrorBytes: 1 << 20,
    standardOutputBytes: 1 << 20, wallTimeMilliseconds: 60_000)
}

extension Envelope.Verification {
  /// The reason of a rejection; nil if verified.
  var reason: Rejection.Reason? {
    guard case .rejected(let rejection) = self else { return nil }
    return rejection.reason
  }

  var verified: VerifiedStatement? {
    guard case .verified(let statement) = self else { return nil }
    return statement
  }
}
