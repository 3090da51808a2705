/// How much a finding matters.
package enum Severity: String, CaseIterable, Comparable, Sendable {
  /// Good to know; an audit with nothing worse is clean.
  case notice
  /// Something is not as it should be, though nobody need have lied.
  case warning
  /// Somebody lied, or what was recorded is no longer what was recorded.
  case alarm

  package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .notice: 0
    case .warning: 1
    case .alarm: 2
    }
  }
}
