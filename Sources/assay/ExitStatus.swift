/// What the process tells its parent; the numbers are part of the interface and never change.
enum ExitStatus: Int32, Sendable {
  case accepted = 0
  /// Something on this machine failed: a file, a key, a provider process.
  case operationalError = 1
  /// The command line or the job file is wrong.
  case usage = 2
  /// The check says no: rejected, no quorum, a tampered bundle.
  case verificationFailed = 3
  /// Providers agree that the job itself failed: a non-zero exit, a signal, a limit.
  case jobFailed = 4
  /// The host lacks an isolation layer that the job requires.
  case isolationUnavailable = 5
  /// An audit found something that is worse than a notice.
  case findings = 6
}
