import Synchronization

/// What speaks against a piece of collateral at one second: it is looked at for every quote, and the
/// quotes of one bundle are judged by one time.
final class CollateralMemory: Sendable {
  private let last = Mutex<(second: Int64, findings: [Finding])?>(nil)

  /// The findings at `second`, found by `find` where that was not asked last.
  func findings(at second: Int64, _ find: () -> [Finding]) -> [Finding] {
    if let known = last.withLock({ $0 }), known.second == second { return known.findings }
    let findings = find()
    last.withLock { $0 = (second, findings) }
    return findings
  }
}
