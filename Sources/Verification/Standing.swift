package import Content
package import Crypto
package import Evidence

/// What stands behind one replica: the evidence for its session's key, and what a policy refuses.
package struct Standing: Sendable {
  /// The id of the lease.
  package let lease: Digest
  package let provider: PublicKey
  /// Of each piece of evidence, the identity's first; empty where there is none.
  package let appraisals: [Appraisal]
  /// Everything that the policy does not accept of this replica; nothing without a policy.
  package let refusals: [PolicyRefusal]
  /// Whether it counts for the accepted result.
  package let isCounted: Bool

  /// Of the hardware's evidence, else of the identity's; “none” where there is none at all.
  package var tier: TrustTier { (appraisals.last ?? nil)?.tier ?? .none }

  /// The best kind that was shown; nil where there is no evidence.
  package var kind: EvidenceKind? { appraisals.last?.kind }

  /// The hardware that the evidence comes from, if it says so.
  var device: [UInt8]? { appraisals.last?.claims?.device }

  /// The vendor whose root the evidence rests on, by its kind.
  var root: String { (kind ?? .software).rawValue }

  package var json: JSON {
    .object([
      "lease": .string(lease.description),
      "provider": .string(provider.hexadecimal),
      "isCounted": .boolean(isCounted),
      "tier": .string(tier.rawValue),
      "appraisals": .array(appraisals.map(\.json)),
      "refusals": .array(refusals.map(\.json)),
    ])
  }
}

extension Appraisal {
  fileprivate var json: JSON {
    .object([
      "kind": .string(kind.rawValue), "tier": .string(tier.rawValue),
      "findings": .array(
        findings.map { finding in
          .object([
            "reason": .string(finding.reason.rawValue), "tier": .string(finding.tier.rawValue),
            "detail": .string(finding.detail),
          ])
        }),
    ])
  }
}

extension PolicyRefusal {
  /// `{"detail":"…","reason":"runtime"}`.
  package var json: JSON {
    .object(["reason": .string(reason.name), "detail": .string(detail)])
  }
}
