import Linux
import Sandbox

/// Starts of one empty job by every runtime in turn, so that all meet the same disturbances.
struct Starts: Sendable {
  /// Milliseconds of each runtime, by name.
  private(set) var times: [String: [Double]] = [:]
  /// Our own starts from prepared cells.
  private(set) var warmRuns: [TimedRun] = []

  static let warm = "warm sandbox"
  private static let rounds = 61
  private static let warmUps = 3
  private static let pause: UInt64 = 5_000_000

  @concurrent static func measure(
    _ sandbox: Sandbox, _ job: ExecutionSpecification, beside runtimes: [Runtime]
  ) async throws -> Starts {
    var starts = Starts()
    for round in 0..<(rounds + warmUps) {
      // What the one before has left to the kernel is not to be the next one's burden.
      try await Task.sleep(nanoseconds: pause)
      let run = try await sandbox.time(job)
      var times = [warm: run.milliseconds]
      for runtime in runtimes {
        try await Task.sleep(nanoseconds: pause)
        times[runtime.name] = try runtime.time()
      }
      guard round >= warmUps else { continue }
      starts.warmRuns.append(run)
      for (name, time) in times { starts.times[name, default: []].append(time) }
    }
    return starts
  }

  func sample(_ name: String) -> Sample? { times[name].map { Sample($0) } }
}
