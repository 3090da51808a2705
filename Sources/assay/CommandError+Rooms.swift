import Exchange
import Images
import Jobs
import Provider
import Sandbox

// How each room's errors end a command: the status and the stable code that go with them.

extension CommandError {
  init(_ error: ImageError) {
    let isUsage = error.code != .system && error.code != .busy
    self.init(isUsage ? .usage : .operationalError, "image.\(error.code.rawValue)", "\(error)")
  }

  /// - Parameter path: the job file as the user named it.
  init(_ error: JobError, in path: String) {
    switch error {
    case .field(let field):
      self.init(.usage, "job.invalid", "\(path) is not a valid job file", field: field)
    case .syntax:
      self.init(.usage, "job.syntax", "\(path): \(error)")
    case .storage, .images:
      self.init(.operationalError, "job.unreadable", "\(path): \(error)")
    }
  }

  init(_ failure: ProviderFailure) {
    switch failure.reason {
    case .isolationUnavailable:
      self.init(.isolationUnavailable, "isolation.unavailable", failure.text)
    case .invalidJob:
      self.init(.usage, "job.invalid", failure.text)
    case .contentUnavailable, .invalidRequest, .timedOut, .internalError:
      self.init(.operationalError, "provider.\(failure.reason.rawValue)", failure.text)
    }
  }

  init(_ error: WorkspaceError) {
    self.init(.operationalError, "data.unusable", "\(error)")
  }
}
