import Attestation
import Content
package import Evidence
import Jobs
import Verification

extension AuditRun {
  /// Notes the runtimes of a bundle's sound statements, and what the policy has against them.
  mutating func audit(statementsOf bundle: Bundle, _ source: String) {
    let examination = Examination(
      job: bundle.job, decidedAt: bundle.decidedAt, clockSkew: settings.clockSkew)
    for replica in bundle.replicas {
      guard case .answer(let envelope) = replica.reply,
        case .sound(let statement) = examination.examine(envelope, for: replica.lease)
      else { continue }
      audit(statement.execution, source)
    }
  }

  private mutating func audit(_ execution: Execution, _ source: String) {
    let (provider, runtime) = (execution.provider, execution.runtime.digest)
    providers.update(provider) { $0.add(runtime: runtime) }
    count(runtime: runtime)
    guard let policy = settings.policy else { return }
    let refusals = policy.refusals(of: execution, vouchedBy: nil, at: settings.time)
    for refusal in refusals {
      report(
        AuditFinding.Kind(refusal.reason), source, "\(refusal)", time: execution.finishedAt,
        provider: provider)
    }
    if !refusals.isEmpty { providers.update(provider) { $0.refusals += 1 } }
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
    case .evidence, .evidenceMissing, .evidenceKind, .evidenceTier: self = .evidenceRefused
    case .key, .sandbox, .determinism, .numericProfile, .clock, .failureDomains:
      self = .policyRefused
    }
  }
}
