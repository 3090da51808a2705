/// One thing that a policy does not accept.
package struct PolicyRefusal: Hashable, Sendable, CustomStringConvertible {
  package enum Reason: Hashable, Sendable {
    /// The provider's key is not among those of the policy.
    case key
    /// The policy asks for evidence, and there is none.
    case evidenceMissing
    /// Evidence of a kind that the policy does not admit.
    case evidenceKind
    /// The kind of evidence cannot reach the tier that the policy asks for.
    case evidenceTier
    /// Something speaks against the evidence.
    case evidence(Finding.Reason)
    case runtime
    case sandbox
    /// A layer that the policy asks for was not active.
    case sandboxLayers
    case determinism
    case numericProfile
    /// The statement is from the future.
    case clock
    case failureDomains
    /// The evidence of those who agree rests on too few different roots.
    case evidenceRoots
    /// Too few of those who agree fulfil the policy.
    case quorum

    /// Stable: it appears in reports.
    package var name: String {
      switch self {
      case .key: "key"
      case .evidenceMissing: "evidence-missing"
      case .evidenceKind: "evidence-kind"
      case .evidenceTier: "evidence-tier"
      case .evidence(let reason): "evidence/\(reason.rawValue)"
      case .runtime: "runtime"
      case .sandbox: "sandbox"
      case .sandboxLayers: "sandbox-layers"
      case .determinism: "determinism"
      case .numericProfile: "numeric-profile"
      case .clock: "clock"
      case .failureDomains: "failure-domains"
      case .evidenceRoots: "evidence-roots"
      case .quorum: "quorum"
      }
    }
  }

  package let reason: Reason
  /// What was found and expected, for people.
  package let detail: String

  package init(_ reason: Reason, _ detail: String) {
    self.reason = reason
    self.detail = detail
  }

  package var description: String { "\(reason.name): \(detail)" }
}
