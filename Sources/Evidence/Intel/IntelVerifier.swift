package import Content
package import Crypto

/// Appraises quotes of Intel TDX, and of SGX by the same rules: part `quote`, and `certificates` where
/// the quote itself holds none.
package struct IntelVerifier: EvidenceVerifier {
  package let roots: [Certificate]
  package let collateral: IntelCollateral
  /// What was found of the collateral, which does not depend on the quote.
  private let memory = CollateralMemory()
  package var kind: EvidenceKind { .tdx }

  /// - Parameter roots: Intel's own is `IntelRoot.certificate`.
  package init(roots: [Certificate], collateral: IntelCollateral) {
    self.roots = roots
    self.collateral = collateral
  }

  package func appraise(
    _ evidence: Evidence, for binding: Binding, at time: Timestamp,
    requiring requirement: Requirement = Requirement()
  ) -> Appraisal {
    do throws(EvidenceError) {
      let quote = try IntelQuote(evidence.part(.quote))
      guard quote.header.technology == .tdx else {
        throw EvidenceError(.unsupported, "a quote of SGX where one of TDX is expected")
      }
      let certificates = try evidence.parts[.certificates].map(CertificateText.certificates)
      var appraisal = try appraise(quote, certificates, at: time, requiring: requirement)
      if quote.reportData != binding.reportData { appraisal.add(.unboundReportData) }
      return appraisal
    } catch {
      return Appraisal(kind: kind, findings: [error.finding], claims: nil)
    }
  }

  /// Everything but the report data, which the caller compares.
  ///
  /// - Parameter certificates: of the platform's key and those above it, for a quote that holds none.
  package func appraise(
    _ quote: IntelQuote, _ certificates: [Certificate]? = nil, at time: Timestamp,
    requiring requirement: Requirement = Requirement()
  ) throws(EvidenceError) -> Appraisal {
    let chain = try self.chain(quote, certificates)
    guard let leaf = chain.first else {
      throw EvidenceError(.malformed, "no certificate of the platform's key")
    }
    let platform = try PlatformCertificate(leaf)
    let anchors = TrustAnchors(roots: roots, revocationLists: collateral.revocationLists)
    var findings = quote.findings(
      certifiedBy: platform, through: Array(chain.dropFirst()), to: anchors, at: time.seconds)
    findings += memory.findings(at: time.seconds) { signatureFindings(anchors, at: time.seconds) }
    if collateral.revocationLists.isEmpty {
      findings.append(
        Finding(.revocationUnknown, "the collateral has no revocation list", tier: .warning))
    }
    let standing = quote.standing(of: platform, by: collateral, at: time)
    findings += standing.findings
    if case .domain(let domain) = quote.body, !domain.disablesPageFaults {
      findings.append(
        Finding(
          .pageFaultsNotDisabled, "SEPT_VE_DISABLE is not set in the domain's attributes",
          tier: .warning))
    }
    let claims = quote.claims(of: platform, advisories: standing.advisories)
    return Appraisal(
      kind: kind, findings: findings + requirement.findings(in: claims), claims: claims)
  }

  private func signatureFindings(_ anchors: TrustAnchors, at time: Int64) -> [Finding] {
    collateral.tcbInfo.findings(
      signedBy: collateral.tcbInfoChain, to: anchors, at: time, called: "TCB info")
      + collateral.enclaveIdentity.findings(
        signedBy: collateral.enclaveIdentityChain, to: anchors, at: time, called: "QE identity")
  }

  private func chain(
    _ quote: IntelQuote, _ certificates: [Certificate]?
  ) throws(EvidenceError) -> [Certificate] {
    if let certificates { return certificates }
    switch quote.signature.certification {
    case .chain(let text):
      // Never a lone certificate in DER here: the format asks for a chain in PEM.
      do throws(CryptoError) {
        return try Certificate.chain(pem: text, known: roots + collateral.issuers)
      } catch {
        throw EvidenceError(.malformed, "certification data of type 5: \(error.detail)")
      }
    case .elsewhere(let type):
      throw EvidenceError(
        .malformed, "certification data of type \(type): the platform's certificate must be given")
    }
  }
}
