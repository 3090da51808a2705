package import Crypto

extension SNPReport {
  /// What speaks against this report's having been made by an AMD processor as `endorsement`
  /// describes it.
  ///
  /// - Parameters:
  ///   - intermediates: AMD's signing keys, ASK or ASVK; certificates that do not fit are ignored.
  ///   - anchors: the pinned roots of the endorsement's product, and revocation lists.
  ///   - time: in seconds since 1970.
  package func findings(
    endorsedBy endorsement: SNPEndorsement, through intermediates: [Certificate],
    to anchors: TrustAnchors, at time: Int64
  ) -> [Finding] {
    var findings: [Finding] = []
    let key = endorsement.certificate.publicKey
    if key?.isValid(signature, for: signedBytes, by: .ecdsaConcatenated(.sha384)) != true {
      findings.append(Finding(.signature, "the report was not signed by the certificate's key"))
    }
    findings += anchors.refusals(of: endorsement.certificate, through: intermediates, at: time)
      .map { Finding($0, of: "chain of the report's key") }
    return findings + mismatches(with: endorsement)
  }

  /// The certificate is for one kind of key, one product, one chip and one state of its firmware.
  private func mismatches(with endorsement: SNPEndorsement) -> [Finding] {
    var findings: [Finding] = []
    func mismatch(_ detail: String) { findings.append(Finding(.endorsementMismatch, detail)) }
    switch (signingKey, endorsement.holder) {
    case (.vcek, .chip(let identity)):
      let expected = identity + [UInt8](repeating: 0, count: chipID.count - identity.count)
      if chipID.allSatisfy({ $0 == 0 }) {
        findings.append(
          Finding(.endorsementMismatch, "the chip's identity is hidden", tier: .warning))
      } else if chipID != expected {
        mismatch("the report is of another chip than the certificate")
      }
    case (.vlek, .provider): break
    default: mismatch("the report names another kind of key than the certificate: \(signingKey)")
    }
    if let processor {
      let found = SNPProduct(family: processor.family, model: processor.model)
      if found != endorsement.product {
        mismatch(
          "a report of \(found?.rawValue ?? "an unknown product"), a certificate for \(endorsement.product.rawValue)"
        )
      }
    }
    // Against the reported versions: the current ones may be newer than what the owner of the
    // machine has committed to, and the key is derived from the reported ones.
    do throws(EvidenceError) {
      let reported = try SNPFirmware(reportedTCB, of: endorsement.product)
      if reported != endorsement.firmware {
        mismatch(
          "firmware \(reported.versions.sorted(by: <)), certified \(endorsement.firmware.versions.sorted(by: <))"
        )
      }
    } catch {
      findings.append(error.finding)
    }
    return findings
  }
}
