package import Content
package import Evidence

/// What checking a bundle came to: each check by name, and the verdict as it was derived anew.
package struct BundleReport: Sendable {
  /// Stable names, in the order in which the checks are listed.
  package enum Check: String, CaseIterable, Sendable {
    /// The key named as requestor signed the bundle.
    case seal
    /// That key is one of those the reader trusts.
    case requestor
    /// Every provider that was given a lease is one of those the reader trusts.
    case providers
    /// The verdict was not made in the future.
    case time
    /// Every lease is for this job.
    case leases
    /// The written verdict is the one that follows from job, leases and envelopes, and what the bundle
    /// shows of traces is proven by them.
    case verdict
    /// Where the job has a tolerance: outputs differ as the bundle says.
    case comparisons
    /// Enough of those who agree are such as the reader's policy accepts.
    case policy
    /// A trusted log has entered the seal, and enough witnesses saw it.
    case transparency
    /// What lies on disk is the accepted result, no less and no more, and has its trace.
    case outputs
  }

  package enum Outcome: Hashable, Sendable {
    case passed
    /// What was found, and what was expected.
    case failed(String)
    /// Nothing was given to check against; what that leaves open.
    case notChecked(String)
  }

  package let checks: [(check: Check, outcome: Outcome)]
  /// Derived from job, leases and envelopes; what the bundle says of it plays no part.
  package let verdict: Verdict
  /// What stands behind each replica, in the bundle's order.
  package let standings: [Standing]
  /// Everything that the policy does not accept; nothing without a policy.
  package let refusals: [PolicyRefusal]

  /// Whether no check failed. It says nothing of what the verdict is.
  package var isSound: Bool {
    checks.allSatisfy { check in
      if case .failed = check.outcome { false } else { true }
    }
  }

  package subscript(check: Check) -> Outcome? {
    checks.first { $0.check == check }?.outcome
  }

  package var json: JSON {
    .object([
      "isSound": .boolean(isSound),
      "checks": .array(checks.map { Self.json($0.check, $0.outcome) }),
      "verdict": verdict.json,
      "evidence": .array(standings.map(\.json)),
      "refusals": .array(refusals.map(\.json)),
    ])
  }

  private static func json(_ check: Check, _ outcome: Outcome) -> JSON {
    let (word, detail): (String, String?) =
      switch outcome {
      case .passed: ("passed", nil)
      case .failed(let detail): ("failed", detail)
      case .notChecked(let detail): ("not-checked", detail)
      }
    return .object([
      "name": .string(check.rawValue), "outcome": .string(word),
      "detail": detail.map { .string($0) },
    ])
  }
}
