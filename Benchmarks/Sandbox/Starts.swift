import Linux
import Sandbox

/// Starts of one empty job by every runtime in turn, so that all meet the same disturbances.
struct Starts: Sendable {
  /// Milliseconds of each runtime, by name.
  private(set) var times: [String: [Double]] = [:]
  /// Steps of our own starts, one list a start.
  private(set) var setups: [[SetupTime]] = []

  static let warm = "warm sandbox"
  private static let rounds = 61
  private static let warmUps = 3

  @concurrent static func measure(
    _ sandbox: Sandbox, _ job: ExecutionSpecification, beside runtimes: [Runtime]
  ) async throws -> Starts {
    var starts = Starts()
    for round in 0..<(rounds + warmUps) {
      let (outcome, milliseconds) = try await sandbox.time(job)
      var times = [warm: milliseconds]
      for runtime in runtimes { times[runtime.name] = try runtime.time() }
      guard round >= warmUps else { continue }
      starts.setups.append(outcome.setup)
      for (name, time) in times { starts.times[name, default: []].append(time) }
    }
    return starts
  }

  func sample(_ name: String) -> Sample? { times[name].map { Sample($0) } }
}
