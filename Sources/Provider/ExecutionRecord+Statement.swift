import Attestation
import Content
import Crypto
import Jobs
import Sandbox
import Traces

extension ExecutionRecord {
  /// What a provider claims about this execution, for one lease.
  func statement(
    of job: JobSpecification, lease: Lease, by provider: PublicKey, on host: HostDescription
  ) -> Statement {
    let outcome = Attestation::Outcome(self.outcome)
    return Statement(
      subjects: contents.map(\.descriptor),
      execution: Execution(
        job: job.id, image: job.image,
        inputs: job.inputs.map { ResourceDescriptor(name: $0.name.text, digest: $0.digest) },
        lease: LeaseReference(id: lease.id, nonce: lease.nonce),
        outcome: outcome,
        limits: ExecutionLimits(job.resources),
        usage: ResourceUsage(self.outcome.usage),
        isolation: Isolation(profile, self.outcome),
        determinism: Attestation::DeterminismClass(self.outcome.determinism),
        numericProfile: job.numericProfile?.name,
        runtime: host.runtime, platform: host.platform, provider: provider,
        trace: Trace(of: contents, termination: outcome.termination).commitment,
        startedAt: startedAt, finishedAt: finishedAt))
  }
}

extension Attestation::Outcome {
  fileprivate init(_ outcome: Sandbox::Outcome) {
    var truncated: Set<Stream> = []
    if outcome.stdoutTruncated { truncated.insert(.standardOutput) }
    if outcome.stderrTruncated { truncated.insert(.standardError) }
    self.init(
      termination: Attestation::Termination(outcome.termination), truncated: truncated)
  }
}

extension Attestation::Termination {
  fileprivate init(_ termination: Sandbox::Termination) {
    self =
      switch termination {
      case .exited(let code): .exited(code: UInt8(truncatingIfNeeded: code))
      case .signalled(let signal): .signalled(signal: UInt8(truncatingIfNeeded: signal))
      case .limit(let limit): .limit(Limit(limit))
      }
  }
}

extension Attestation::Termination.Limit {
  fileprivate init(_ limit: Sandbox::Limit) {
    self =
      switch limit {
      case .wallTime: .wallTime
      case .cpuTime: .cpuTime
      case .memory: .memory
      case .processes: .pids
      case .output, .outputFiles, .fileSize: .output
      case .scratch: .scratch
      }
  }
}

extension ExecutionLimits {
  fileprivate init(_ resources: Resources) {
    self.init(
      cpuTimeMilliseconds: resources.cpuTime, memoryBytes: resources.memory,
      milliCPUs: resources.milliCPUs, openFiles: resources.openFiles,
      outputBytes: resources.output, pids: resources.pids, scratchBytes: resources.scratch,
      standardErrorBytes: resources.standardError, standardOutputBytes: resources.standardOutput,
      wallTimeMilliseconds: resources.wallTime)
  }
}

extension ResourceUsage {
  fileprivate init(_ usage: Usage) {
    self.init(
      bytesIn: Int64(clamping: usage.bytesRead), bytesOut: Int64(clamping: usage.bytesWritten),
      cpuSystemMicroseconds: Int64(clamping: usage.systemMicroseconds),
      cpuUserMicroseconds: Int64(clamping: usage.userMicroseconds),
      networkBytesIn: Int64(clamping: usage.networkBytesReceived),
      networkBytesOut: Int64(clamping: usage.networkBytesSent),
      peakMemoryBytes: Int64(clamping: usage.peakMemoryBytes),
      wallMicroseconds: Int64(clamping: usage.wallMicroseconds))
  }
}

extension Isolation {
  fileprivate init(_ profile: IsolationProfile, _ outcome: Sandbox::Outcome) {
    self.init(
      layers: outcome.activeLayers.map(\.rawValue).sorted(),
      mountTable: Digest(of: Array(profile.mountTable.utf8)),
      profile: Digest(of: Array(profile.text.utf8) + profile.filter),
      seccomp: Digest(of: profile.filter),
      violations: outcome.violations?.map {
        Attestation::Violation(call: $0.call, count: Int64(clamping: $0.count))
      })
  }
}

extension Attestation::DeterminismClass {
  fileprivate init(_ determinism: Sandbox::DeterminismClass) {
    self =
      switch determinism {
      case .standard: .standard
      case .strict: .strict
      }
  }
}
