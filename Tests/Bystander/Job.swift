import Synchronization

/// A job that was started, and what was reported of it in the end.
final class Job: Sendable {
  /// What stands for the loss of its launcher.
  static let lost = "launcher lost"

  private let report: Mutex<String?> = Mutex(nil)

  /// Nil as long as nothing was reported.
  var ending: String? { report.withLock { $0 } }

  func end(_ ending: String) { report.withLock { $0 = ending } }
}
