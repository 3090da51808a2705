package import Attestation

/// Something that speaks against an envelope: because of it, what the envelope says is not counted.
package struct Objection: Hashable, Sendable, CustomStringConvertible {
  package enum Reason: Hashable, Sendable {
    /// The envelope is not believed at all.
    case envelope(Rejection.Reason)
    /// The statement is the provider's, but not what the lease asked for.
    case statement(StatementRule)
  }

  package let reason: Reason
  /// What was found and expected, for people.
  package let detail: String

  init(_ rejection: Rejection) {
    reason = .envelope(rejection.reason)
    detail = rejection.detail
  }

  init(_ rule: StatementRule, _ detail: String) {
    reason = .statement(rule)
    self.detail = detail
  }

  /// The stable name by which verdicts call it, for example `wrong-nonce`.
  package var name: String {
    switch reason {
    case .envelope(let reason): reason.rawValue
    case .statement(let rule): rule.rawValue
    }
  }

  package var description: String { "\(name): \(detail)" }
}
