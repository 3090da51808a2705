import Attestation
package import Content
package import Crypto
package import Evidence
import Jobs
import Traces
package import Transparency

extension Bundle {
  /// What a reader knows beyond the bundle; whatever is nil is left unchecked, and said to be.
  package struct Expectations: Sendable {
    /// The only keys whose seal the reader trusts.
    package var requestors: Set<PublicKey>?
    /// The only providers whose word the reader counts on.
    package var providers: Set<PublicKey>?
    /// The only logs whose proofs the reader believes, one of which must have entered the seal.
    package var transparency: LogTrust?
    /// The outputs that lie on disk: `stdout`, `stderr` and `out/<path>`, each with its digests.
    package var outputs: [String: StepDigests]?
    /// Outputs by their digests, accepted or not, for a job with a tolerance.
    package var contents: (@Sendable (Digest) -> [UInt8]?)?
    /// The time by the reader's clock.
    package var now: Timestamp?
    /// Milliseconds by which clocks may differ.
    package var clockSkew: Int64
    /// What is asked of those who agree.
    package var policy: Policy?
    /// Appraise evidence, at the time `now`, else at that of the verdict.
    package var verifiers: EvidenceVerifiers

    package init(
      requestors: Set<PublicKey>? = nil, providers: Set<PublicKey>? = nil,
      transparency: LogTrust? = nil, outputs: [String: StepDigests]? = nil,
      contents: (@Sendable (Digest) -> [UInt8]?)? = nil, now: Timestamp? = nil,
      clockSkew: Int64 = Examination.standardClockSkew, policy: Policy? = nil,
      verifiers: EvidenceVerifiers = EvidenceVerifiers()
    ) {
      self.requestors = requestors
      self.providers = providers
      self.transparency = transparency
      self.outputs = outputs
      self.contents = contents
      self.now = now
      self.clockSkew = clockSkew
      self.policy = policy
      self.verifiers = verifiers
    }
  }

  /// Derives the verdict again from job, leases and envelopes, and checks everything in the bundle
  /// against it, against the seal and against `expectations`. All checks are made, whatever fails.
  package func verify(_ expectations: Expectations = Expectations()) -> BundleReport {
    let hardware = hardware(expectations)
    let derivation = Verdict.derivation(
      job: job, replicas: replicas, decidedAt: decidedAt, clockSkew: expectations.clockSkew,
      comparisons: comparisons)
    let verdict = derivation.verdict
    let (isSealed, logged) = (isSealed, logged(expectations))
    let standings = self.standings(derivation, hardware.finish(), expectations)
    let refusals =
      verdict.result == nil
      ? [] : expectations.policy.map { self.refusals(derivation, standings, $0) } ?? []
    // Where digests decide, there is nothing to compare.
    let asked = BundleReport.Check.allCases.filter { $0 != .comparisons || comparisons != nil }
    let checks = asked.map { check in
      let outcome: BundleReport.Outcome =
        switch check {
        case .seal: isSealed ? .passed : .failed("not signed by \(requestor.hexadecimal)")
        case .requestor: pinned(expectations.requestors)
        case .providers: leased(expectations.providers)
        case .time: past(expectations.now, clockSkew: expectations.clockSkew)
        case .leases: leasesOfThisJob
        case .verdict: written(derivation)
        case .comparisons: compared(derivation.claims, expectations)
        case .policy: policyOutcome(refusals, standings, expectations, verdict)
        case .transparency: logged
        case .outputs: verdict.result.matches(expectations.outputs)
        }
      return (check, outcome)
    }
    return BundleReport(
      checks: checks, verdict: verdict, standings: standings, refusals: refusals)
  }

  private func pinned(_ trusted: Set<PublicKey>?) -> BundleReport.Outcome {
    guard let trusted else {
      return .notChecked("sealed by \(requestor.hexadecimal), which is not pinned")
    }
    return trusted.contains(requestor)
      ? .passed : .failed("sealed by \(requestor.hexadecimal), which is not a trusted requestor")
  }

  private func leased(_ trusted: Set<PublicKey>?) -> BundleReport.Outcome {
    guard let trusted else { return .notChecked("the providers' keys are not pinned") }
    let foreign = replicas.map(\.lease.provider).filter { !trusted.contains($0) }
    return foreign.isEmpty
      ? .passed
      : .failed("not trusted: " + foreign.map(\.hexadecimal).joined(separator: ", "))
  }

  private func past(_ now: Timestamp?, clockSkew: Int64) -> BundleReport.Outcome {
    guard let now else { return .notChecked("decided \(decidedAt), and no clock to compare with") }
    return decidedAt.milliseconds - now.milliseconds <= clockSkew
      ? .passed : .failed("decided \(decidedAt), but now it is \(now)")
  }

  private var leasesOfThisJob: BundleReport.Outcome {
    let foreign = replicas.map(\.lease).filter { $0.job != job.id }
    return foreign.isEmpty
      ? .passed
      : .failed("for another job: " + foreign.map(\.id.description).joined(separator: ", "))
  }

  private func written(_ derivation: Verdict.Derivation) -> BundleReport.Outcome {
    let differences = writtenVerdict.differences(from: derivation.verdict.json)
    let shown = differences.prefix(8).map(\.description).joined(separator: "; ")
    let rest = differences.count - 8
    guard differences.isEmpty else {
      return .failed(shown + (rest > 0 ? "; and \(rest) more" : ""))
    }
    let unproven = replicas.filter { !$0.isDivergenceProven(by: derivation) }
    return unproven.isEmpty
      ? .passed
      : .failed(
        "the statements do not prove where these traces part from the accepted one: "
          + unproven.map(\.lease.id.description).joined(separator: ", "))
  }
}

extension Replica {
  /// Whether its trace leaves the accepted one where it says, if it says so.
  fileprivate func isDivergenceProven(by derivation: Verdict.Derivation) -> Bool {
    guard let divergence else { return true }
    guard let found = derivation.statements[lease.id]?.execution.trace,
      let accepted = derivation.verdict.result?.trace
    else { return false }
    return divergence.isProven(found: found, accepted: accepted)
  }
}

extension Claim? {
  /// Whether `outputs` are those of the claim, and went through its trace; where nothing was accepted,
  /// whether there are none.
  fileprivate func matches(_ outputs: [String: StepDigests]?) -> BundleReport.Outcome {
    guard let outputs else { return .notChecked("the outputs were not looked at") }
    let accepted = self?.digests ?? [:]
    let wrong = Set(outputs.keys).union(accepted.keys).sorted().filter {
      outputs[$0]?.whole != accepted[$0]
    }
    var details = wrong.map { name in
      let found = outputs[name]?.whole.description ?? "missing"
      return "\(name): \(found) instead of \(accepted[name]?.description ?? "nothing")"
    }
    if wrong.isEmpty, let claim = self, let expected = claim.trace {
      let contents = outputs.map { TracedContent(subject: $0.key, steps: $0.value) }
      let found = Trace(of: contents, termination: claim.termination).commitment
      if found != expected { details = ["trace: \(found.root) instead of \(expected.root)"] }
    }
    return details.isEmpty ? .passed : .failed(details.joined(separator: "; "))
  }
}
