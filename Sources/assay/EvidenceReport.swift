import Content
import Crypto
import Evidence

/// What the evidence for one session says, and a policy that accepts it.
struct EvidenceReport: Sendable {
  private let identity: PublicKey
  private let runtime: Digest
  private let appraisal: Appraisal
  /// SHA-256 of the public area of the TPM's attestation key, by which policies name it.
  private let attestationKey: Digest?

  /// - Parameters:
  ///   - identity: the provider's, which vouches for the session in any case.
  ///   - collateral: what vendors publish. A TPM's key is taken as pinned.
  init(
    _ session: Session, of identity: PublicKey, by collateral: Collateral, at time: Timestamp
  ) {
    self.identity = identity
    runtime = session.binding.runtime
    attestationKey = session.hardware.flatMap { evidence in
      evidence.kind == .tpm2 ? evidence.parts[.key].map { Digest(of: $0) } : nil
    }
    let verifiers = EvidenceVerifiers(
      collateral, attestationKeys: Set([attestationKey].compactMap { $0 }))
    let appraisals = verifiers.appraise(session, of: identity, at: time)
    appraisal =
      appraisals.last
      ?? Appraisal(
        kind: .software, findings: [Finding(.malformed, "there is no evidence")], claims: nil)
  }

  /// For people.
  var text: String {
    var lines = [
      "kind             \(appraisal.kind.rawValue)", "tier             \(appraisal.tier.rawValue)",
      "identity         \(identity.hexadecimal)", "runtime          \(runtime)",
    ]
    if let attestationKey { lines.append("attestation key  \(attestationKey)") }
    lines += measurements.map { "measurement      \($0.name) \($0.value)" }
    lines += versions.map { "firmware         \($0.name) \($0.value)" }
    lines += appraisal.findings.map { "finding          \($0.reason.rawValue): \($0.detail)" }
    lines.append("policy           \(policy.canonicalText)")
    return lines.joined(separator: "\n") + "\n"
  }

  var json: JSON {
    .object([
      "kind": .string(appraisal.kind.rawValue), "tier": .string(appraisal.tier.rawValue),
      "identity": .string(identity.hexadecimal), "runtime": .string(runtime.description),
      "attestationKey": attestationKey.map { .string($0.description) },
      "measurements": .object(
        measurements.reduce(into: JSONObject()) { $0[$1.name] = .string($1.value) }),
      "firmware": .object(
        versions.reduce(into: JSONObject()) { $0[$1.name] = .integer(Int64($1.value)) }),
      "findings": .array(
        appraisal.findings.map {
          .object(["reason": .string($0.reason.rawValue), "detail": .string($0.detail)])
        }),
      "policy": policy,
    ])
  }

  private var measurements: [(name: String, value: String)] {
    (appraisal.claims?.measurements ?? [:]).sorted { $0.key < $1.key }
      .map { ($0.key, Hexadecimal.encode($0.value)) }
  }

  private var versions: [(name: String, value: Int)] {
    (appraisal.claims?.tcb ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Asks for this provider, this runtime and this kind of evidence at the best tier that it can have; what
  /// is measured of the machine is for a person to add.
  private var policy: JSON {
    let tier: TrustTier = appraisal.kind == .software ? .none : .affirming
    return .object([
      "schema": .string(Policy.schema),
      "evidence": .object([
        appraisal.kind.rawValue: .object(["tier": .string(tier.rawValue)])
      ]),
      "keys": .strings([identity.hexadecimal]), "runtimes": .strings([runtime.description]),
      "attestationKeys": attestationKey.map { .strings([$0.description]) },
    ])
  }
}
