package import Content
package import Evidence
package import Transparency

/// What an audit is held against.
package struct AuditSettings: Sendable {
  /// Now, by whoever audits.
  package let time: Timestamp
  /// The one log's key, and whose cosignatures count; nil where only bundles are audited.
  package let trust: LogTrust?
  package let policy: Policy?
  /// Appraise evidence, with what vendors publish.
  package let verifiers: EvidenceVerifiers
  /// Milliseconds within which the log must have given a sign of life.
  package let largestAge: Int64?
  /// Milliseconds by which honest clocks may differ.
  package let clockSkew: Int64

  package init(
    time: Timestamp, trust: LogTrust? = nil, policy: Policy? = nil,
    verifiers: EvidenceVerifiers = EvidenceVerifiers(), largestAge: Int64? = nil,
    clockSkew: Int64 = LogTrust.standardClockSkew
  ) {
    self.time = time
    self.trust = trust
    self.policy = policy
    self.verifiers = verifiers
    self.largestAge = largestAge
    self.clockSkew = clockSkew
  }

  func isInFuture(_ time: Timestamp) -> Bool {
    time.milliseconds - self.time.milliseconds > clockSkew
  }
}
