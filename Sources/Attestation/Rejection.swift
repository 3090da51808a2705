/// Why an envelope was not believed.
package struct Rejection: Error, Hashable, Sendable, CustomStringConvertible {
  /// Stable names: they appear in verdicts and bundles.
  package enum Reason: String, CaseIterable, Sendable {
    /// Too few different trusted keys made a valid signature.
    case untrustedSignature = "untrusted-signature"
    /// Validly signed, but as something else than a statement.
    case wrongPayloadType = "wrong-payload-type"
    /// Validly signed, but not JSON: cut short, a name twice, nested too deep and so on.
    case malformedPayload = "malformed-payload"
    /// JSON, but not its canonical form.
    case notCanonical = "not-canonical"
    /// Another kind of statement, or a version that this reader does not know.
    case unknownStatementType = "unknown-statement-type"
    /// It names an extension as critical that this reader does not know.
    case unknownCritical = "unknown-critical"
    /// A field is missing, unknown, or breaks a rule.
    case invalidStatement = "invalid-statement"
    /// The provider that it speaks for is not among its signers.
    case foreignProvider = "foreign-provider"
  }

  package let reason: Reason
  /// What was found and expected, for people.
  package let detail: String

  package init(_ reason: Reason, _ detail: String) {
    self.reason = reason
    self.detail = detail
  }

  package var description: String { "\(reason.rawValue): \(detail)" }
}
