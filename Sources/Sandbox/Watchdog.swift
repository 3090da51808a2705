/// Decides when a running job has to be ended; knows no clock, so that every case can be tested.
package struct Watchdog: Equatable, Sendable {
  package enum Action: Equatable, Sendable {
    /// Nothing yet.
    case none
    /// Ask all processes to end.
    case terminate
    /// End all processes.
    case kill
    /// The cell itself does not react: end it, and the kernel ends all others with it.
    case destroy
  }

  private enum Stage: Equatable {
    case running
    case asked
    case killed
    case destroyed
  }

  let wallMicroseconds: Int64
  let cpuMicroseconds: Int64
  let graceMicroseconds: Int64
  /// Processors that the job can keep busy at once.
  let processors: Int64
  private var stage = Stage.running
  /// The limit that was hit, once one was.
  package private(set) var expired: Limit?

  package init(_ limits: Limits, processors: Int) {
    wallMicroseconds = Int64(limits.wallMilliseconds) * 1000
    cpuMicroseconds = Int64(limits.cpuMilliseconds) * 1000
    graceMicroseconds = Int64(limits.graceMilliseconds) * 1000
    self.processors = Int64(max(1, processors))
  }

  /// Looks at the job.
  ///
  /// - Parameters:
  ///   - elapsed: microseconds since its start.
  ///   - cpu: processor time used; nil where nobody counts it.
  /// - Returns: what to do, and in how many microseconds to look again.
  package mutating func check(elapsed: Int64, cpu: Int64?) -> (action: Action, again: Int64) {
    switch stage {
    case .running:
      let wallLeft = wallMicroseconds - elapsed
      // No sooner can the rest of its time be used up than by all processors together.
      let cpuLeft = cpu.map { cpuMicroseconds - $0 } ?? .max
      if wallLeft > 0 && cpuLeft > 0 {
        return (.none, min(wallLeft, max(cpuLeft / processors, Self.shortest)))
      }
      expired = wallLeft <= 0 ? .wallTime : .cpuTime
      stage = .asked
      return (.terminate, max(graceMicroseconds, Self.shortest))
    case .asked:
      stage = .killed
      return (.kill, Self.patience)
    case .killed:
      stage = .destroyed
      return (.destroy, Self.patience)
    case .destroyed:
      return (.destroy, Self.patience)
    }
  }

  /// Looking more often than this would cost more than it tells.
  private static let shortest: Int64 = 1000
  /// How long a cell may take to end all processes before it is ended itself.
  private static let patience: Int64 = 2_000_000
}
