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
    let cpuBefore = try host.bound(cell, for: specification, devices)
    let finished = try await launch(specification, in: cell, started, cpuBefore)
    return try host.conclude(finished, specification, cell, sink)
  }

  private func launch(
    _ specification: ExecutionSpecification, in cell: Cell, _ started: Int64, _ cpuBefore: UInt64
  ) async throws(SandboxError) -> FinishedRun {
    let launch = Launch(specification, on: host)
    let relay = try relay(for: specification, in: cell)
    let ending = Ending()
    let result = await withTaskCancellationHandler {
      let run = Run(
        limits: specification.limits, processors: host.processors, started: started,
        cpuBefore: cpuBefore, relay: relay, completion: { ending.note($0) })
      stock.supervisor.attend(run, in: cell, launch)
      return await ending.result()
    } onCancel: {
      cell.destroy()
    }
    if Task.isCancelled { throw SandboxError(.cancelled, "the job was cancelled") }
    return try result.get()
  }
}
