import LaunchProtocol
import Linux

extension Host {
  /// Turns what is left of a run into its outcome, and collects its output.
  func conclude(
    _ finished: FinishedRun, _ specification: ExecutionSpecification, _ cell: Cell,
    _ sink: (borrowing OutputFile) throws(SandboxError) -> Void
  ) throws(SandboxError) -> Outcome {
    // It is in the job's control groups, so that it has to be gone before they are read.
    let carried = try endRelay(finished)
    let group = try groupUsage(of: cell, finished)
    var evidence = JobEvidence(
      status: finished.ending?.status, expired: finished.expired,
      memoryKills: group?.memoryKills ?? 0, processRefusals: group?.processRefusals ?? 0)
    var refused: [RefusedOutput] = []
    if let places = finished.takePlaces() {
      let collector = try survey(places, specification.limits, &evidence)
      refused = collector.refused
      switch evidence.termination {
      case .exited, .signalled: try collector.collect(sink)
      case .limit, nil: break
      }
    }
    guard let termination = evidence.termination else {
      throw SandboxError(.launcherLost, "the job's cell ended without a report")
    }
    return Outcome(
      termination: termination, usage: Self.usage(finished, group, carried),
      stdout: finished.stdout,
      stderr: finished.stderr, stdoutTruncated: finished.stdoutTruncated,
      stderrTruncated: finished.stderrTruncated, refusedOutputs: refused,
      exhausted: evidence.exhausted, setup: finished.ending?.steps.map(SetupTime.init) ?? [],
      activeLayers: activeLayers(for: specification),
      violations: specification.recordsViolations
        ? finished.ending.map { Violation.list($0.refusals) } : nil,
      determinism: specification.determinism)
  }

  /// - Returns: what the job's relay has carried; nil for a job without one.
  private func endRelay(_ finished: FinishedRun) throws(SandboxError) -> RelayReport? {
    guard let relay = finished.relay else { return nil }
    let report = relay.finish()
    // A cell that was killed may never have come to its network.
    if report == nil && finished.ending != nil {
      throw SandboxError(
        .networkLost, "the relay of the job's network ended without a report: run the job again")
    }
    return report
  }

  private func groupUsage(
    of cell: Cell, _ finished: FinishedRun
  ) throws(SandboxError) -> ControlGroup.Usage? {
    do throws(SystemError) {
      return try cell.group?.usage()
    } catch {
      // A launcher that ends takes its cells along, and their groups.
      if finished.ending == nil { return nil }
      throw .system("cannot read what the job used", error)
    }
  }

  private func survey(
    _ places: consuming Places, _ limits: Limits, _ evidence: inout JobEvidence
  ) throws(SandboxError) -> OutputCollector {
    do throws(SystemError) {
      let vacancy = try places.output.vacancy()
      evidence.outputFull = vacancy.isNone
      evidence.scratchFull = try places.scratch.vacancy().isNone
      var collector = OutputCollector(root: places.takeOutput(), limits: limits)
      // Where nothing is but the root, there is nothing to look through.
      if vacancy.usedFiles != 1 { try collector.survey() }
      evidence.outputExceeded = collector.exceeded
      return collector
    } catch {
      throw .system("cannot look through the job's output", error)
    }
  }

  /// Control groups count processes that nobody waited for, and to the nanosecond, but split the
  /// time by sampling; so the sum is theirs and its division that of the processes.
  private static func usage(
    _ finished: FinishedRun, _ group: ControlGroup.Usage?, _ carried: RelayReport?
  ) -> Usage {
    let ending = finished.ending
    let user = ending?.userMicroseconds ?? 0
    let reported = user + (ending?.systemMicroseconds ?? 0)
    let total = group.map { $0.processorMicroseconds &- finished.cpuBefore } ?? reported
    let userShare = reported == 0 ? 0 : Double(user) / Double(reported)
    let userMicroseconds = min(total, UInt64(Double(total) * userShare))
    return Usage(
      userMicroseconds: userMicroseconds, systemMicroseconds: total - userMicroseconds,
      peakMemoryBytes: group?.peakMemoryBytes ?? ending?.peakBytes ?? 0,
      bytesRead: ending?.bytesRead ?? 0, bytesWritten: ending?.bytesWritten ?? 0,
      networkBytesSent: carried?.bytesSent ?? 0,
      networkBytesReceived: carried?.bytesReceived ?? 0,
      wallMicroseconds: finished.wallMicroseconds)
  }
}
