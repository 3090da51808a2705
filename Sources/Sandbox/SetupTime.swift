import LaunchProtocol

/// When one step towards a job began and ended, in nanoseconds on the monotonic clock. Steps of a
/// cell that was kept ready lie before the job's request.
package struct SetupTime: Sendable, Equatable {
  /// What was done, as in `joinControlGroup`.
  ///
  /// Spelled out only when it is asked for: what is needed for that takes as long as some steps.
  package var name: String { "\(step)" }
  private let step: SetupStep
  package let startNanoseconds: Int64
  package let endNanoseconds: Int64

  init(_ time: StepTime) {
    step = time.step
    startNanoseconds = time.startNanoseconds
    endNanoseconds = time.endNanoseconds
  }
}
