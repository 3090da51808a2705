/// What a verifier concludes of a piece of evidence.
package struct Appraisal: Hashable, Sendable {
  package let kind: EvidenceKind
  /// Everything that speaks against it, not only the first.
  package private(set) var findings: [Finding]
  /// What it says; to be believed only as far as `tier` allows. Nil where it could not be read.
  package let claims: Claims?

  package init(kind: EvidenceKind, findings: [Finding], claims: Claims?) {
    self.kind = kind
    self.findings = findings
    self.claims = claims
  }

  /// That of the gravest finding; without any, what the kind can give.
  package var tier: TrustTier {
    let best: TrustTier = kind == .software ? .none : .affirming
    return findings.map(\.tier).reduce(best) { max($0, $1) }
  }

  mutating func add(_ finding: Finding) { findings.append(finding) }

  /// The reasons of all findings, none twice.
  package var reasons: Set<Finding.Reason> { Set(findings.map(\.reason)) }
}
