import Linux
import Sandbox

/// Empty jobs, one straight after another.
struct JobStream: Sendable {
  let sandbox: Sandbox
  let job: ExecutionSpecification

  private static let warmUps = 50
  private static let jobs = 1000

  struct Rate {
    /// Milliseconds from request to outcome, one job at a time and back to back.
    let alone: Sample
    /// Jobs ended per second with two at a time.
    let perSecond: Double
  }

  func rate() async throws -> Rate {
    _ = try await times(Self.warmUps)
    let alone = try await times(Self.jobs)
    let start = Clock.monotonicNanoseconds()
    async let one = times(Self.jobs)
    async let other = times(Self.jobs)
    let ended = try await one.count + other.count
    let elapsed = Clock.monotonicNanoseconds() - start
    return Rate(alone: Sample(alone), perSecond: Double(ended) / (Double(elapsed) / 1e9))
  }

  @concurrent private func times(_ count: Int) async throws -> [Double] {
    var times: [Double] = []
    for _ in 0..<count { times.append(try await sandbox.time(job).milliseconds) }
    return times
  }
}
