import Sandbox

/// A job's outcome, and when it was asked for and known.
struct TimedRun: Sendable {
  let outcome: Outcome
  /// On the monotonic clock, as the times of the outcome's steps.
  let startNanoseconds: Int64
  let endNanoseconds: Int64

  /// From request to outcome.
  var milliseconds: Double { Double(endNanoseconds - startNanoseconds) / 1e6 }

  /// Microseconds from the request until the job's process begins with what it alone can do.
  var request: Double {
    let first = outcome.setup.first { $0.name == StartBreakdown.firstWaitedFor }
    return Double((first?.startNanoseconds ?? startNanoseconds) - startNanoseconds) / 1000
  }

  /// Microseconds from the end of the job's last process until its outcome is known.
  var answer: Double {
    let last = outcome.setup.last { $0.name == StartBreakdown.job }
    return Double(endNanoseconds - (last?.endNanoseconds ?? endNanoseconds)) / 1000
  }
}
