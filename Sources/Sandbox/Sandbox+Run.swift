import LaunchProtocol
import Linux

extension Sandbox {
  /// Runs one command to its end.
  ///
  /// - Parameter sink: called for each file that the job left in `/out`, in ascending order of the
  ///   paths' bytes, once every process of the job is dead; not called for a job that a limit
  ///   ended.
  /// - Throws: `isolationUnavailable` before anything is run if the host lacks a layer that the
  ///   specification requires; see `SandboxError.Code` for the rest.
  package func run(
    _ specification: ExecutionSpecification,
    collecting sink: (borrowing OutputFile) throws(SandboxError) -> Void
  ) async throws(SandboxError) -> Outcome {
    try specification.validate()
    try host.check(specification)
    let devices = try host.devices(for: specification)
    let started = Clock.monotonicMicroseconds()
    let cell = try stock.take(for: specification)
    // Its control group is read before this, and cleared away after.
    defer { stock.discard(cell) }
    let cpuBefore = try prepareGroup(of: cell, for: specification, bounding: devices)
    let finished = try await launch(specification, in: cell, started, cpuBefore)
    return try conclude(finished, specification, cell, sink)
  }

  /// Sets the job's limits on its cell's control group.
  ///
  /// - Returns: the processor time that the cell has used so far, in microseconds.
  private func prepareGroup(
    of cell: Cell, for specification: ExecutionSpecification, bounding devices: [BlockDevice]
  ) throws(SandboxError) -> UInt64 {
    let limits = specification.limits
    do throws(SystemError) {
      switch cell.group {
      case .none: return 0
      case .some(let group):
        try group.apply(
          ControlGroup.Limits(
            memoryBytes: limits.memoryBytes,
            // The cell's first process is one of them, and so is a relay.
            processes: limits.processes + (specification.network.endpoints.isEmpty ? 1 : 2),
            milliCPUs: limits.milliCPUs < host.processors * 1000 ? limits.milliCPUs : nil))
        try group.bound(devices, bytesPerSecond: limits.ioBytesPerSecond)
        return try group.processorMicroseconds()
      }
    } catch {
      throw .isolationUnavailable([.memoryLimit: error.description])
    }
  }

  private func launch(
    _ specification: ExecutionSpecification, in cell: Cell, _ started: Int64, _ cpuBefore: UInt64
  ) async throws(SandboxError) -> FinishedRun {
    let limits = specification.limits
    var streams = DescriptorList()
    let owner = host.privileged ? host.identity(of: cell.identifier) : nil
    let launch = try launch(of: specification)
    let relay = try relay(for: specification, in: cell)
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        do throws(SystemError) {
          let run = try Run(
            streams: &streams, owner: owner, limits: limits, processors: host.processors,
            started: started, cpuBefore: cpuBefore, relay: relay, continuation: continuation)
          stock.supervisor.begin(run, in: cell, launch, streams: streams)
        } catch {
          continuation.resume(returning: .failure(.system("cannot prepare the job", error)))
        }
      }
    } onCancel: {
      cell.destroy()
    }
    if Task.isCancelled { throw SandboxError(.cancelled, "the job was cancelled") }
    return try result.get()
  }

  private func launch(
    of specification: ExecutionSpecification
  ) throws(SandboxError) -> Launch {
    let limits = specification.limits
    var bounds: [(ResourceLimit, UInt64)] = [
      (.processorSeconds, limits.cpuMilliseconds / 1000 + 1), (.fileBytes, limits.fileBytes),
      // The one value at which the kernel neither writes a file nor starts the host's crash helper.
      (.coreBytes, 1), (.openFiles, limits.openFiles), (.lockedBytes, 1 << 20), (.queueBytes, 0),
    ]
    // A control group does the same and counts refusals; the user namespace makes this one apply
    // to the cell alone, whose first process is one of them.
    if !host.hasGroups { bounds.append((.processes, limits.processes + 1)) }
    let strict = specification.determinism == .strict
    return Launch(
      command: specification.command, environment: specification.completeEnvironment,
      workingDirectory: specification.workingDirectory,
      resourceLimits: bounds.map { Launch.ResourceLimit(resource: $0.rawValue, value: $1) },
      filter: try filter(for: specification),
      listens: SystemCallFilters.Kind(specification).listens,
      randomSeed: strict ? specification.seed : [], fixedAddresses: strict, singleProcessor: strict,
      network: specification.networkPlan)
  }
}

extension ExecutionSpecification {
  /// `NAME=value` of the fixed variables and the job's own, which come first where both name one.
  var completeEnvironment: [String] {
    let own = Set(environment.map(\.name))
    let fixed = Self.fixedEnvironment + (determinism == .strict ? Self.strictEnvironment : [])
    return (fixed.filter { !own.contains($0.name) } + environment).map {
      "\($0.name)=\($0.value)"
    }
  }
}
