import Exchange
import Sandbox

extension ProviderFailure {
  /// How a provider reports that its sandbox ran nothing, or lost what it ran.
  init(_ error: SandboxError) {
    let reason: Reason =
      switch error.code {
      case .isolationUnavailable: .isolationUnavailable
      case .invalidSpecification, .commandNotExecutable, .workingDirectoryMissing: .invalidJob
      case .launcherLost, .cancelled, .system: .internalError
      }
    self.init(reason, "\(error)")
  }
}
