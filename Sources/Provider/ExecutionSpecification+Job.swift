import Content
import Images
import Jobs
import Sandbox

extension ExecutionSpecification {
  /// What a job comes down to on this host.
  init(
    _ job: JobSpecification, root: RootFileSystem, image: String?, content: BlobStore,
    requirements: Requirements
  ) {
    self.init(
      layers: root.layers,
      image: image,
      command: job.command.arguments,
      environment: Self.environment(of: job, image: root.configuration),
      workingDirectory: "/tmp",
      inputs: job.inputs.map {
        Input(name: $0.name.text, hostPath: content.path(of: $0.digest))
      },
      limits: Limits(job.resources),
      determinism: Sandbox::DeterminismClass(job.determinism),
      network: Sandbox::Network(job.network),
      requirements: requirements, recordsViolations: job.violations == .record,
      seed: job.id.bytes)
  }

  /// The image's variables, replaced by the job's where both name one; the job's order is by name,
  /// so that every provider builds the same environment.
  private static func environment(
    of job: JobSpecification, image: ImageConfiguration
  ) -> [Variable] {
    var values: [String: String] = [:]
    for entry in image.environment {
      let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
    }
    values.merge(job.environment.variables) { $1 }
    return values.sorted { $0.key < $1.key }.map { Variable($0.key, $0.value) }
  }
}

extension Limits {
  fileprivate init(_ resources: Resources) {
    self.init(
      milliCPUs: UInt64(resources.milliCPUs), memoryBytes: UInt64(resources.memory),
      processes: UInt64(resources.pids), scratchBytes: UInt64(resources.scratch),
      scratchFiles: UInt64(resources.scratchFiles),
      outputBytes: UInt64(resources.output),
      outputFiles: UInt64(resources.outputFiles), wallMilliseconds: UInt64(resources.wallTime),
      cpuMilliseconds: UInt64(resources.cpuTime), stdoutBytes: UInt64(resources.standardOutput),
      stderrBytes: UInt64(resources.standardError), openFiles: UInt64(resources.openFiles),
      ioBytesPerSecond: UInt64(resources.ioBandwidth))
  }
}

extension Sandbox::Network {
  fileprivate init(_ network: Jobs::Network) {
    self =
      switch network {
      case .none: .none
      case .loopback: .loopback
      case .allow(let endpoints): .allow(endpoints)
      }
  }
}

extension Sandbox::DeterminismClass {
  fileprivate init(_ determinism: Determinism) {
    self =
      switch determinism {
      case .standard: .standard
      case .strict: .strict
      }
  }
}
