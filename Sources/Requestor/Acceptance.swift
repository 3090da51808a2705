import Attestation
package import Content
package import Crypto
package import Evidence
import Jobs
package import Verification

/// What a requestor asks of providers: before they get a job, and of what they sent.
package struct Acceptance: Sendable {
  package let policy: Policy
  package let verifiers: EvidenceVerifiers
  /// By which evidence is judged; nil for the time at which it is.
  package let time: Timestamp?

  package init(policy: Policy, verifiers: EvidenceVerifiers, time: Timestamp? = nil) {
    self.policy = policy
    self.verifiers = verifiers
    self.time = time
  }

  /// Everything by which the policy will not accept what `provider` says about `job`, as far as that is
  /// known before it runs.
  func refusals(
    of session: Session?, by provider: PublicKey, for job: JobSpecification, at now: Timestamp
  ) -> [PolicyRefusal] {
    let appraisals =
      session.map { verifiers.appraise($0, of: provider, at: time ?? now, by: policy) } ?? []
    return policy.refusals(
      of: provider, runtime: session?.binding.runtime,
      determinism: job.determinism == .strict ? .strict : .standard,
      numericProfile: job.numericProfile?.name, vouchedBy: appraisals)
  }

  /// How the policy judges a bundle, as `assay verify` does.
  package func report(on bundle: Bundle, at now: Timestamp) -> BundleReport {
    bundle.verify(
      Bundle.Expectations(now: time ?? now, policy: policy, verifiers: verifiers))
  }
}

/// A provider that got no lease, since a policy will not accept what it would say.
package struct RefusedProvider: Sendable {
  package let name: String
  package let key: PublicKey
  /// All of them; never empty.
  package let refusals: [PolicyRefusal]
}
