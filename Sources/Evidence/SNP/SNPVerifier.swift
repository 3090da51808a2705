package import Content
package import Crypto

/// Appraises evidence of AMD SEV-SNP: parts `report` and `certificates`, of which the first is the
/// key's and the others may lead up to the root.
package struct SNPVerifier: EvidenceVerifier {
  package let roots: [SNPProduct: Certificate]
  /// AMD's signing keys, for evidence that does not bring its own.
  package let intermediates: [Certificate]
  package let revocationLists: [RevocationList]
  package var kind: EvidenceKind { .sevSNP }

  /// - Parameter roots: AMD's own are `SNPRoots.all`.
  package init(
    roots: [SNPProduct: Certificate], intermediates: [Certificate] = [],
    revocationLists: [RevocationList] = []
  ) {
    self.roots = roots
    self.intermediates = intermediates
    self.revocationLists = revocationLists
  }

  package func appraise(
    _ evidence: Evidence, for binding: Binding, at time: Timestamp,
    requiring requirement: Requirement = Requirement()
  ) -> Appraisal {
    do throws(EvidenceError) {
      let report = try SNPReport(evidence.part(.report))
      let chain = try CertificateText.certificates(evidence.part(.certificates))
      var appraisal = try appraise(report, chain, at: time, requiring: requirement)
      if report.reportData != binding.reportData {
        appraisal.add(.unboundReportData)
      }
      return appraisal
    } catch {
      return Appraisal(kind: kind, findings: [error.finding], claims: nil)
    }
  }

  /// Everything but the report data, which the caller compares.
  package func appraise(
    _ report: SNPReport, _ chain: [Certificate], at time: Timestamp,
    requiring requirement: Requirement = Requirement()
  ) throws(EvidenceError) -> Appraisal {
    guard let leaf = chain.first else {
      throw EvidenceError(.malformed, "no certificate of the key that signed the report")
    }
    let endorsement = try SNPEndorsement(leaf)
    let claims = try report.claims(of: endorsement.product)
    // Only the product's own root counts, so that a name in the certificate chooses no other.
    let anchors = TrustAnchors(
      roots: roots[endorsement.product].map { [$0] } ?? [], revocationLists: revocationLists)
    let findings = report.findings(
      endorsedBy: endorsement, through: chain.dropFirst() + intermediates, to: anchors,
      at: time.seconds)
    return Appraisal(
      kind: kind, findings: findings + requirement.findings(in: claims), claims: claims)
  }
}
