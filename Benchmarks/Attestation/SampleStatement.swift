import Attestation
import Content
import Crypto
import Traces

/// A statement as a provider makes it for a job with two inputs and one output.
enum SampleStatement {
  struct Failure: Error {}

  /// - Parameters:
  ///   - job, lease: what it is about; of no meaning where nothing but the signature is checked.
  static func make(
    provider: PublicKey, job: Digest? = nil, lease: LeaseReference? = nil
  ) throws -> Statement {
    guard let startedAt = Timestamp(milliseconds: 1_750_331_000_000),
      let finishedAt = Timestamp(milliseconds: 1_750_331_000_031)
    else { throw Failure() }
    let subjects = ["out/c.npy", "stderr", "stdout"].map { content($0) }
    let end = Termination.exited(code: 0)
    return Statement(
      subjects: subjects,
      execution: Execution(
        job: job ?? digest("job"), image: digest("image"),
        inputs: [content("a.npy"), content("b.npy")],
        lease: lease ?? LeaseReference(id: digest("lease"), nonce: digest("nonce").bytes),
        outcome: Outcome(termination: end),
        limits: ExecutionLimits(
          cpuTimeMilliseconds: 60_000, memoryBytes: 1 << 29, milliCPUs: 1000, openFiles: 256,
          outputBytes: 1 << 26, pids: 64, scratchBytes: 1 << 26, standardErrorBytes: 1 << 20,
          standardOutputBytes: 1 << 20, wallTimeMilliseconds: 60_000),
        usage: ResourceUsage(
          bytesIn: 1 << 20, bytesOut: 1 << 16, cpuSystemMicroseconds: 1200,
          cpuUserMicroseconds: 25_000, peakMemoryBytes: 7 << 20, wallMicroseconds: 31_000),
        isolation: Isolation(
          layers: [
            "cgroup-namespace", "ipc-namespace", "landlock", "mount-namespace",
            "network-namespace", "no-new-privileges", "pid-namespace", "seccomp",
            "user-namespace", "uts-namespace",
          ], mountTable: digest("mounts"), profile: digest("profile"), seccomp: digest("filter"),
          violations: []),
        determinism: .standard, numericProfile: "assay-f32-v1", runtime: runtime,
        platform: Platform(
          architecture: "x86_64",
          cpuFeatures: [
            "aes", "avx", "avx2", "avx512bw", "avx512cd", "avx512dq", "avx512f", "avx512vl",
            "bmi1", "bmi2", "f16c", "fma", "sha_ni", "sse4_1", "sse4_2",
          ], cpuModel: "Some Processor 9000 @ 3.00GHz", kernel: "6.1.0-40-amd64"),
        provider: provider, trace: Trace(ofShort: subjects, termination: end).commitment,
        startedAt: startedAt, finishedAt: finishedAt))
  }

  static let runtime = Measurement(
    executables: [content("assay"), content("assay-launcher")], version: "0.1.0")

  static func digest(_ text: String) -> Digest { Digest(of: Array(text.utf8)) }

  private static func content(_ name: String) -> ResourceDescriptor {
    ResourceDescriptor(name: name, digest: digest(name))
  }
}
