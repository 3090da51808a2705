import Attestation
import Content
import Crypto
import Evidence
import Jobs

extension Bundle {
  /// Begins to appraise what hardware says about the sessions; by far the longest of all checks.
  func hardware(_ expectations: Expectations) -> HardwareAppraisals {
    HardwareAppraisals(
      of: replicas.map(\.session), by: expectations.verifiers, at: expectations.now ?? decidedAt,
      requiring: expectations.policy ?? Policy())
  }

  /// What stands behind each replica, in the bundle's order, by the reader's roots and policy.
  ///
  /// - Parameter hardware: what it came to, by replica.
  func standings(
    _ derivation: Verdict.Derivation, _ hardware: [[Appraisal]], _ expectations: Expectations
  ) -> [Standing] {
    let time = expectations.now ?? decidedAt
    let policy = expectations.policy
    return zip(replicas, hardware).map { replica, hardware in
      let provider = replica.lease.provider
      let statement = derivation.statements[replica.lease.id]
      let appraisals = replica.session.map {
        // A statement counts only if its session is vouched for.
        expectations.verifiers.appraise(
          $0, of: provider, at: time, by: policy ?? Policy(), isEndorsed: statement != nil,
          hardware: hardware)
      }
      let refusals = statement.flatMap { statement in
        policy?.refusals(
          of: statement.execution, by: provider, vouchedBy: appraisals ?? [], at: time)
      }
      return Standing(
        lease: replica.lease.id, provider: provider, appraisals: appraisals ?? [],
        refusals: refusals ?? [],
        isCounted: statement != nil && derivation.counted[provider] != nil
          && derivation.verdict.agrees(replica.lease.id))
    }
  }

  /// What the policy does not accept of those who count, all together; nothing if and only if enough
  /// of them fulfil it.
  func refusals(
    _ derivation: Verdict.Derivation, _ standings: [Standing], _ policy: Policy
  ) -> [PolicyRefusal] {
    let counted = standings.filter(\.isCounted)
    let fit = counted.filter(\.refusals.isEmpty)
    let voters = derivation.counted.filter { key, _ in fit.contains { $0.provider == key } }.voters
    var refusals: [PolicyRefusal] = []
    if voters < job.redundancy.quorum {
      refusals = counted.flatMap { standing in
        standing.refusals.map {
          PolicyRefusal($0.reason, "\(standing.provider.hexadecimal.prefix(16)): \($0.detail)")
        }
      }
      refusals.append(
        PolicyRefusal(
          .quorum,
          "\(voters) of \(derivation.counted.voters) who agree fulfil the policy, "
            + "\(job.redundancy.quorum) are needed"))
    }
    return refusals
      + policy.refusals(
        of: fit.map {
          FailureDomains.Member(key: $0.provider, device: $0.device, root: $0.root)
        })
  }
}

extension Verdict {
  fileprivate func agrees(_ lease: Digest) -> Bool {
    findings.contains { $0.lease == lease && $0.conclusion == .agreed }
  }
}

extension Bundle {
  /// What `standings` come to, in words.
  func policyOutcome(
    _ refusals: [PolicyRefusal], _ standings: [Standing], _ expectations: Expectations,
    _ verdict: Verdict
  ) -> BundleReport.Outcome {
    guard verdict.result != nil else { return .notChecked("no result was accepted") }
    guard expectations.policy != nil else {
      let tiers = standings.filter(\.isCounted).map(\.summary).sorted()
      return .notChecked(
        "no policy says what evidence is accepted; found "
          + tiers.joined(separator: ", "))
    }
    return refusals.isEmpty
      ? .passed : .failed(refusals.map(\.description).joined(separator: "; "))
  }
}

extension Standing {
  /// Kind and tier, for example `tdx (affirming)`.
  package var summary: String {
    kind.map { "\($0.rawValue) (\(tier.rawValue))" } ?? "no evidence (none)"
  }
}
