import Attestation
import Content
import Crypto
import Traces

/// A statement that a test may still change.
struct Draft {
  var outputs: [String: Digest]
  var job: Digest
  var image: Digest
  var inputs: [String: Digest]
  var leaseID: Digest
  var nonce: [UInt8]
  var provider: PublicKey
  var startedAt: Timestamp
  var finishedAt: Timestamp
  var termination = Termination.exited(code: 0)
  var determinism = DeterminismClass.standard
  var memoryBytes: Int64 = 1 << 29
  var wallMicroseconds: Int64 = 31_415
  var kernel = "6.1.0"
  var critical: [String] = []
  var numericProfile: String?
  var runtime = Fixture.runtime
  /// Nil for the one that follows where every output has one step.
  var trace: TraceCommitment?

  var statement: Statement {
    let subjects = outputs.map { ResourceDescriptor(name: $0.key, digest: $0.value) }
    return Statement(
      subjects: subjects,
      execution: Execution(
        job: job, image: image,
        inputs: inputs.map { ResourceDescriptor(name: $0.key, digest: $0.value) },
        lease: LeaseReference(id: leaseID, nonce: nonce),
        outcome: Outcome(termination: termination), limits: limits,
        usage: ResourceUsage(
          bytesIn: 7, bytesOut: 4, cpuSystemMicroseconds: 900, cpuUserMicroseconds: 25_000,
          peakMemoryBytes: 1 << 20, wallMicroseconds: wallMicroseconds),
        isolation: Isolation(
          layers: ["pid-namespace", "seccomp"], mountTable: Fixture.digest("mounts"),
          profile: Fixture.digest("profile"), seccomp: Fixture.digest("filter"), violations: []),
        determinism: determinism, numericProfile: numericProfile, runtime: runtime,
        platform: Platform(
          architecture: "x86_64", cpuFeatures: ["avx2"], cpuModel: "Model 9", kernel: kernel),
        provider: provider,
        trace: trace ?? Trace(ofShort: subjects, termination: termination).commitment,
        startedAt: startedAt, finishedAt: finishedAt, critical: critical))
  }

  private var limits: ExecutionLimits {
    ExecutionLimits(
      cpuTimeMilliseconds: 60_000, memoryBytes: memoryBytes, milliCPUs: 1000, openFiles: 256,
      outputBytes: 1 << 26, pids: 64, scratchBytes: 1 << 26, standardErrorBytes: 1 << 20,
      standardOutputBytes: 1 << 20, wallTimeMilliseconds: 60_000)
  }
}
