import Attestation
import Content
import Crypto
package import Evidence
import Jobs
import Verification

extension AuditRun {
  /// Notes what stands behind one replica of a bundle, and what speaks against it.
  mutating func audit(_ standing: Standing, _ source: String, _ time: Timestamp) {
    let provider = standing.provider
    for refusal in standing.refusals {
      report(
        AuditFinding.Kind(refusal.reason), source, "\(refusal)", time: time, provider: provider)
    }
    if !standing.refusals.isEmpty { providers.update(provider) { $0.refusals += 1 } }
    // Debug modes and old firmware concern whoever has no policy, too; what else speaks against
    // evidence depends on what was handed in to check it with.
    guard settings.policy == nil else { return }
    for finding in standing.appraisals.flatMap(\.findings) {
      let kind = AuditFinding.Kind(.evidence(finding.reason))
      guard kind == .debugEvidence || kind == .oldFirmware else { continue }
      report(kind, source, "\(finding)", time: time, provider: provider)
    }
  }

  /// Notes a bundle's runtimes, and which keys speak for which providers.
  mutating func audit(_ replica: Replica) {
    let provider = replica.lease.provider
    if let session = replica.session, session.endorsementFindings(by: provider).isEmpty,
      identities.count < Self.mostIdentities
    {
      identities[session.binding.sessionKey] = provider
    }
    guard case .answer(let envelope) = replica.reply,
      let statement = try? Statement(parsing: envelope.unverifiedPayload)
    else { return }
    let runtime = statement.execution.runtime.digest
    providers.update(provider) { $0.add(runtime: runtime) }
    count(runtime: runtime)
  }
}

extension AuditFinding.Kind {
  /// What an auditor calls a policy's refusal.
  package init(_ reason: PolicyRefusal.Reason) {
    switch reason {
    case .runtime, .evidence(.measurement), .evidence(.registers), .evidence(.moduleIdentity):
      self = .unknownMeasurement
    case .evidence(.debug): self = .debugEvidence
    case .evidence(.minimumTCB), .evidence(.outOfDateTCB), .evidence(.revokedTCB),
      .evidence(.unknownTCB), .evidence(.configurationNeeded), .evidence(.hardeningNeeded):
      self = .oldFirmware
    case .evidence, .evidenceMissing, .evidenceKind, .evidenceTier, .evidenceRoots:
      self = .evidenceRefused
    case .key, .sandbox, .sandboxLayers, .determinism, .numericProfile, .clock, .failureDomains,
      .quorum:
      self = .policyRefused
    }
  }
}
