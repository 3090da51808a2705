import Exchange
import Sandbox

extension ProviderFailure {
  /// How a provider reports that its sandbox ran nothing, or lost what it ran.
  init(_ error: SandboxError, running specification: ExecutionSpecification) {
    let reason: Reason =
      switch error.code {
      case .isolationUnavailable: .isolationUnavailable
      case .invalidSpecification, .commandNotExecutable, .workingDirectoryMissing: .invalidJob
      case .launcherLost, .networkLost, .cancelled, .system: .internalError
      }
    let command = specification.command.first ?? ""
    let subject = error.code == .commandNotExecutable ? "command “\(command)”: " : ""
    self.init(reason, "\(subject)\(error)")
  }
}
