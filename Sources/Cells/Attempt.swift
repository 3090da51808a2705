import LaunchProtocol
import Linux

/// Runs one step of the setup; a system call that fails in it becomes the failure of that step.
@discardableResult
func attempt<Result: ~Copyable>(
  _ step: SetupStep, _ body: () throws(SystemError) -> Result
) throws(SetupFailure) -> Result {
  let entry = StepClock.begin(step)
  do throws(SystemError) {
    defer { StepClock.end(entry) }
    return try body()
  } catch {
    throw SetupFailure(step, code: error.code, detail: error.description)
  }
}
