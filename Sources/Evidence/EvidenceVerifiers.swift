package import Content
package import Crypto

/// Verifiers of every kind of evidence, with the pinned roots and what a verifier was handed.
package struct EvidenceVerifiers: Sendable {
  private let modules: TPMVerifier
  private let snp: SNPVerifier
  /// One for each document of collateral.
  private let domains: [IntelVerifier]

  /// - Parameter attestationKeys: SHA-256 of the public areas of TPMs' keys that are trusted without a
  ///   certificate.
  package init(_ collateral: Collateral = Collateral(), attestationKeys: Set<Digest> = []) {
    modules = TPMVerifier(
      keys: attestationKeys,
      anchors: TrustAnchors(
        roots: collateral.moduleRoots, revocationLists: collateral.moduleRevocationLists))
    snp = SNPVerifier(
      roots: SNPRoots.all, intermediates: collateral.intermediates,
      revocationLists: collateral.revocationLists)
    let roots = IntelRoot.certificate.map { [$0] } ?? []
    domains = collateral.intel.map { IntelVerifier(roots: roots, collateral: $0) }
  }

  /// What speaks against each piece of evidence of `session`, as that of the provider `identity`; in
  /// the order of the pieces.
  ///
  /// - Parameters:
  ///   - policy: says what is asked of each kind; debug modes are refused unless it allows them.
  ///   - isEndorsed: whether it is known already that the identity vouches for the session.
  ///   - hardware: what `hardware(of:at:by:)` returned, if it was asked before.
  package func appraise(
    _ session: Session, of identity: PublicKey, at time: Timestamp, by policy: Policy = Policy(),
    isEndorsed: Bool = false, hardware: [Appraisal]? = nil
  ) -> [Appraisal] {
    var others = (hardware ?? self.hardware(of: session, at: time, by: policy))[...]
    return session.evidence.compactMap { evidence in
      guard evidence.kind == .software else { return others.popFirst() }
      let requirement = policy.evidence?[.software] ?? Requirement()
      return isEndorsed
        ? SoftwareEvidence.appraisal(of: identity, requiring: requirement)
        : SoftwareEvidence.Verifier(keys: [identity]).appraise(
          evidence, for: session.binding, at: time, requiring: requirement)
    }
  }

  /// What speaks against each piece of evidence of `session` but the identity's, in their order.
  package func hardware(
    of session: Session, at time: Timestamp, by policy: Policy
  ) -> [Appraisal] {
    session.evidence.compactMap { evidence in
      let requirement = policy.evidence?[evidence.kind] ?? Requirement()
      return switch evidence.kind {
      case .software: nil
      case .tpm2:
        modules.appraise(evidence, for: session.binding, at: time, requiring: requirement)
      case .sevSNP:
        snp.appraise(evidence, for: session.binding, at: time, requiring: requirement)
      case .tdx: domain(evidence, session.binding, time, requirement)
      }
    }
  }

  /// The best that any of the documents comes to: each is about one kind of platform.
  private func domain(
    _ evidence: Evidence, _ binding: Binding, _ time: Timestamp, _ requirement: Requirement
  ) -> Appraisal {
    let appraisals = domains.map {
      $0.appraise(evidence, for: binding, at: time, requiring: requirement)
    }
    let missing = Finding(
      .collateralMissing, "nothing was handed in of what Intel publishes (tdx*.json)")
    return appraisals.min {
      ($0.tier, $0.findings.count) < ($1.tier, $1.findings.count)
    } ?? Appraisal(kind: .tdx, findings: [missing], claims: nil)
  }
}
