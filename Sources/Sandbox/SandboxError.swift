package import Linux

/// Why a job was not run, or its outcome could not be had. What the job itself does wrong is an
/// `Outcome`, not an error, except for a command or working directory that is not in its image.
package struct SandboxError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Code: Equatable, Sendable {
    /// Required layers that this host does not provide, each with the reason. Nothing was run.
    case isolationUnavailable([Layer: String])
    /// A field of the specification has a value that cannot work.
    case invalidSpecification(field: String)
    /// The image has no such program, or it cannot be executed.
    case commandNotExecutable
    /// The image has no such working directory.
    case workingDirectoryMissing
    /// The launcher or the cell ended in the middle of the job.
    case launcherLost
    /// The process that carried the job's connections ended in the middle of the job, which was
    /// killed.
    case networkLost
    /// The task that waited for the job was cancelled; the job was killed.
    case cancelled
    /// A system call of the sandbox itself failed.
    case system
  }

  package let code: Code
  package let message: String
  package let cause: SystemError?

  package init(_ code: Code, _ message: String, cause: SystemError? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  package var description: String {
    cause.map { "\(message): \($0)" } ?? message
  }

  static func isolationUnavailable(_ reasons: [Layer: String]) -> SandboxError {
    let list = reasons.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\($0.key.rawValue) (\($0.value))" }
    return SandboxError(
      .isolationUnavailable(reasons),
      "this host does not provide the required isolation: " + list.joined(separator: ", "))
  }

  static func invalid(_ field: String, _ value: String, expected: String) -> SandboxError {
    SandboxError(
      .invalidSpecification(field: field), "\(field) is “\(value)”, expected \(expected)")
  }

  static func system(_ message: String, _ cause: SystemError) -> SandboxError {
    SandboxError(.system, message, cause: cause)
  }
}
