package import Attestation
package import Content

extension Policy {
  /// Everything that this policy does not accept of `execution`, which the provider's key has signed
  /// and whose evidence came to `appraisal`; nothing if and only if it is accepted.
  ///
  /// - Parameters:
  ///   - appraisal: of evidence that binds the provider's key and the runtime; nil without evidence.
  ///   - time: the verifier's.
  package func refusals(
    of execution: Execution, vouchedBy appraisal: Appraisal?, at time: Timestamp
  ) -> [PolicyRefusal] {
    var refusals: [PolicyRefusal] = []
    func require(_ holds: Bool, _ reason: PolicyRefusal.Reason, _ detail: @autoclosure () -> String)
    {
      if !holds { refusals.append(PolicyRefusal(reason, detail())) }
    }
    require(
      keys?.contains(execution.provider) ?? true, .key,
      "the provider's key \(execution.provider.hexadecimal) is not among the policy's")
    let runtime = execution.runtime.digest
    require(
      runtimes?.contains(runtime) ?? true, .runtime,
      "the runtime \(runtime) is not among the policy's")
    let sandbox = execution.isolation.profile
    require(
      sandboxes?.contains(sandbox) ?? true, .sandbox,
      "the sandbox profile \(sandbox) is not among the policy's")
    require(
      determinism != .strict || execution.determinism == .strict, .determinism,
      "\(execution.determinism.rawValue), expected \(determinism?.rawValue ?? "any")")
    require(
      numericProfile == nil || numericProfile == execution.numericProfile, .numericProfile,
      "“\(execution.numericProfile ?? "none")”, expected “\(numericProfile ?? "any")”")
    let latest = time.milliseconds + clockSkewMilliseconds
    require(
      execution.finishedAt.milliseconds <= latest, .clock,
      "finished at \(execution.finishedAt), which is after \(time) by more than the allowed skew")
    return refusals + self.refusals(of: appraisal)
  }

  /// What this policy does not accept of evidence alone.
  package func refusals(of appraisal: Appraisal?) -> [PolicyRefusal] {
    guard let evidence else { return [] }
    guard let appraisal else {
      return [PolicyRefusal(.evidenceMissing, "there is no evidence")]
    }
    guard let requirement = evidence[appraisal.kind] else {
      let known = evidence.keys.map(\.rawValue).sorted().joined(separator: ", ")
      return [
        PolicyRefusal(
          .evidenceKind, "evidence of kind \(appraisal.kind.rawValue), expected \(known)")
      ]
    }
    let refusals = appraisal.findings.filter { $0.tier > requirement.tier }
      .map { PolicyRefusal(.evidence($0.reason), $0.detail) }
    guard refusals.isEmpty, appraisal.tier > requirement.tier else { return refusals }
    return [
      PolicyRefusal(
        .evidenceTier,
        "\(appraisal.kind.rawValue) comes to \(appraisal.tier.rawValue), expected \(requirement.tier.rawValue)"
      )
    ]
  }

  /// What this policy does not accept of a quorum as a whole.
  package func refusals(of quorum: [FailureDomains.Member]) -> [PolicyRefusal] {
    guard let failureDomains else { return [] }
    let count = failureDomains.count(of: quorum)
    if count >= failureDomains.minimum { return [] }
    return [
      PolicyRefusal(
        .failureDomains,
        "\(quorum.count) members in \(count) failure domains, expected \(failureDomains.minimum)")
    ]
  }
}
