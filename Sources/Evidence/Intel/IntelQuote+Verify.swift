package import Crypto

extension IntelQuote {
  /// What speaks against this quote's having been made by Intel's quoting enclave on the platform
  /// that `platform` certifies.
  ///
  /// - Parameters:
  ///   - intermediates: certificates between the platform's and a root.
  ///   - time: in seconds since 1970.
  package func findings(
    certifiedBy platform: PlatformCertificate, through intermediates: [Certificate],
    to anchors: TrustAnchors, at time: Int64
  ) -> [Finding] {
    var findings: [Finding] = []
    let attestationKey = try? VerificationKey(point: signature.attestationKey)
    let scheme = SignatureScheme.ecdsaConcatenated(.sha256)
    if attestationKey?.isValid(signature.signature, for: signedBytes, by: scheme) != true {
      findings.append(Finding(.signature, "the quote was not signed by its attestation key"))
    }
    // The enclave vouches for its key by putting its hash into a report about itself.
    let bound = SHA256.hash(signature.attestationKey + signature.authenticationData)
    if signature.enclaveReport.reportData != bound + [UInt8](repeating: 0, count: 32) {
      findings.append(Finding(.keyBinding, "the attestation key is not the quoting enclave's"))
    }
    let key = platform.certificate.publicKey
    let report = signature.enclaveReportBytes
    if key?.isValid(signature.enclaveSignature, for: report, by: scheme) != true {
      findings.append(
        Finding(.keyBinding, "the quoting enclave's report was not signed by the platform's key"))
    }
    return findings
      + anchors.refusals(of: platform.certificate, through: intermediates, at: time)
      .map { Finding($0, of: "chain of the platform's key") }
  }
}
