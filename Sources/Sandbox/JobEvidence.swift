package import LaunchProtocol

/// What is known of a job at its end, from which its termination follows.
package struct JobEvidence: Equatable, Sendable {
  /// Nil if nobody could report it.
  package var status: JobEnding.Status?
  /// The limit of time that the job was ended for.
  package var expired: Limit?
  /// Processes that were killed for lack of memory.
  package var memoryKills: UInt64
  /// Processes that could not be started because of the limit.
  package var processRefusals: UInt64
  /// No room is left in the output.
  package var outputFull = false
  /// No room is left in the scratch space.
  package var scratchFull = false
  /// The output has more than may be collected.
  package var outputExceeded: Limit?

  package init(
    status: JobEnding.Status?, expired: Limit? = nil, memoryKills: UInt64 = 0,
    processRefusals: UInt64 = 0
  ) {
    self.status = status
    self.expired = expired
    self.memoryKills = memoryKills
    self.processRefusals = processRefusals
  }

  /// Limits that the job ran into, in the order of `Limit`.
  package var exhausted: [Limit] {
    Limit.allCases.filter { limit in
      switch limit {
      case .wallTime, .cpuTime: expired == limit || limit == .cpuTime && signal == Self.cpuSignal
      case .memory: memoryKills > 0
      case .processes: processRefusals > 0
      case .output: outputFull || outputExceeded == limit
      case .outputFiles: outputExceeded == limit
      case .scratch: scratchFull
      case .fileSize: signal == Self.fileSizeSignal
      }
    }
  }

  private var signal: Int32? {
    if case .signalled(let number) = status { number } else { nil }
  }

  /// `SIGXCPU`: the kernel's own limit of a single process's time.
  private static let cpuSignal: Int32 = 24
  /// `SIGXFSZ`: a file grew beyond the largest space that there is.
  private static let fileSizeSignal: Int32 = 25

  /// How the job ended; nil if nothing is known.
  ///
  /// A limit by which the job was ended, or which took memory from it, decides. One that only
  /// refused something (space, processes) counts if the job failed after that; a job that coped
  /// with the refusal has simply exited.
  package var termination: Termination? {
    if let expired { return .limit(expired) }
    if memoryKills > 0 { return .limit(.memory) }
    if let outputExceeded { return .limit(outputExceeded) }
    switch status {
    case nil: return nil
    case .exited(0): return .exited(code: 0)
    case .exited(let code):
      return refusal.map { .limit($0) } ?? .exited(code: code)
    case .signalled(Self.cpuSignal): return .limit(.cpuTime)
    case .signalled(Self.fileSizeSignal): return .limit(.fileSize)
    case .signalled(let signal):
      return refusal.map { .limit($0) } ?? .signalled(signal)
    }
  }

  private var refusal: Limit? {
    exhausted.first { [.processes, .output, .scratch].contains($0) }
  }
}
