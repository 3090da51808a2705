package import Content
package import Crypto

/// Appraises quotes of a TPM 2.0: parts `quote`, `signature`, `key` and `registers`, and, where the
/// firmware kept one, `event-log`; `certificates` where the key is not pinned.
package struct TPMVerifier: EvidenceVerifier {
  /// SHA-256 of the public areas of attestation keys that are known.
  package let keys: Set<Digest>
  /// Who certifies attestation keys.
  package let anchors: TrustAnchors
  package var kind: EvidenceKind { .tpm2 }

  package init(keys: Set<Digest> = [], anchors: TrustAnchors = TrustAnchors(roots: [])) {
    self.keys = keys
    self.anchors = anchors
  }

  /// What a TPM is given to sign along: SHA-256 of the report data, since not every TPM takes its
  /// 64 bytes.
  package static func extraData(for binding: Binding) -> [UInt8] {
    SHA256.hash(binding.reportData)
  }

  package func appraise(
    _ evidence: Evidence, for binding: Binding, at time: Timestamp,
    requiring requirement: Requirement = Requirement()
  ) -> Appraisal {
    do throws(EvidenceError) {
      let quote = try TPMQuote(evidence.part(.quote))
      let signature = try TPMSignature(evidence.part(.signature))
      let area = try TPMPublicArea(evidence.part(.key))
      let registers = try evidence.part(.registers)
      let chain = try evidence.parts[.certificates].map(CertificateText.certificates) ?? []
      var findings = trust(in: area, chain, at: time)
      findings += quote.findings(signature: signature, by: area.key)
      let mismatches = quote.findings(registers: registers, hash: signature.hash)
      findings += mismatches
      if mismatches.isEmpty { findings += Self.measurement(of: binding, in: registers) }
      if let log = evidence.parts[.eventLog] {
        findings += quote.findings(log: try EventLog(log), registers: registers)
      }
      if quote.extraData != Self.extraData(for: binding) { findings.append(.unboundReportData) }
      let claims = claims(quote, registers, area)
      return Appraisal(
        kind: kind, findings: findings + requirement.findings(in: claims), claims: claims)
    } catch {
      return Appraisal(kind: kind, findings: [error.finding], claims: nil)
    }
  }

  /// The value of a register into which nothing but the runtime was measured (TPM2_PCR_Extend).
  package static func register(holding runtime: Digest) -> [UInt8] {
    SHA256.hash([UInt8](repeating: 0, count: SHA256.byteCount) + runtime.bytes)
  }

  private static func measurement(of binding: Binding, in registers: [UInt8]) -> [Finding] {
    let expected = register(holding: binding.runtime)
    let isMeasured = stride(from: 0, to: registers.count, by: SHA256.byteCount).contains {
      registers[$0...].prefix(SHA256.byteCount).elementsEqual(expected)
    }
    return isMeasured
      ? []
      : [
        Finding(
          .runtimeNotMeasured, "no register holds the runtime \(binding.runtime) alone",
          tier: .warning)
      ]
  }

  /// What speaks against the key's being one of a TPM, that signs nothing but what the TPM says.
  private func trust(
    in area: TPMPublicArea, _ chain: [Certificate], at time: Timestamp
  ) -> [Finding] {
    let shortcomings = area.shortcomings
    var findings =
      shortcomings.isEmpty
      ? []
      : [Finding(.keyBinding, "the attestation key is \(shortcomings.joined(separator: ", "))")]
    if keys.contains(Digest(of: area.bytes)) { return findings }
    guard let leaf = chain.first else {
      return findings + [
        Finding(.untrustedKey, "the attestation key is neither pinned nor certified")
      ]
    }
    if leaf.publicKey?.subjectPublicKeyInfo != area.key.subjectPublicKeyInfo {
      findings.append(Finding(.endorsementMismatch, "the certificate is of another key"))
    }
    return findings
      + anchors.refusals(of: leaf, through: Array(chain.dropFirst()), at: time.seconds)
      .map { Finding($0, of: "chain of the attestation key") }
  }

  private func claims(
    _ quote: TPMQuote, _ registers: [UInt8], _ area: TPMPublicArea
  ) -> Claims {
    var measurements: [String: [UInt8]] = [:]
    for (register, value) in quote.values(registers) { measurements["pcr\(register)"] = value }
    return Claims(measurements: measurements, device: Digest(of: area.bytes).bytes)
  }
}
