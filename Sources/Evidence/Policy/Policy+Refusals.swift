package import Attestation
package import Content
package import Crypto

extension Policy {
  /// Everything that this policy does not accept of `execution`; nothing if and only if it is accepted.
  ///
  /// - Parameters:
  ///   - provider: the identity in whose name it was signed.
  ///   - appraisals: of the pieces of evidence for the key that signed; empty without evidence.
  ///   - time: the verifier's.
  package func refusals(
    of execution: Execution, by provider: PublicKey, vouchedBy appraisals: [Appraisal],
    at time: Timestamp
  ) -> [PolicyRefusal] {
    var refusals = foreseeable(
      of: provider, runtime: execution.runtime.digest, determinism: execution.determinism,
      numericProfile: execution.numericProfile)
    func require(_ holds: Bool, _ reason: PolicyRefusal.Reason, _ detail: @autoclosure () -> String)
    {
      if !holds { refusals.append(PolicyRefusal(reason, detail())) }
    }
    let sandbox = execution.isolation.profile
    require(
      sandboxes?.contains(sandbox) ?? true, .sandbox,
      "the sandbox profile \(sandbox) is not among the policy's")
    let missing = sandboxLayers.subtracting(execution.isolation.layers).sorted()
    require(
      missing.isEmpty, .sandboxLayers, "not active: \(missing.joined(separator: ", "))")
    let latest = time.milliseconds + clockSkewMilliseconds
    require(
      execution.finishedAt.milliseconds <= latest, .clock,
      "finished at \(execution.finishedAt), which is after \(time) by more than the allowed skew")
    return refusals + self.refusals(of: appraisals)
  }

  /// What this policy will not accept of an execution that is still to come, as far as that is known.
  ///
  /// - Parameters:
  ///   - provider: the identity in whose name it will be signed.
  ///   - runtime: of the session that will sign; nil where there is none.
  ///   - appraisals: of the pieces of evidence for that session.
  package func refusals(
    of provider: PublicKey, runtime: Digest?, determinism: DeterminismClass,
    numericProfile: String?, vouchedBy appraisals: [Appraisal]
  ) -> [PolicyRefusal] {
    foreseeable(
      of: provider, runtime: runtime, determinism: determinism, numericProfile: numericProfile)
      + refusals(of: appraisals)
  }

  private func foreseeable(
    of provider: PublicKey, runtime: Digest?, determinism: DeterminismClass,
    numericProfile: String?
  ) -> [PolicyRefusal] {
    var refusals: [PolicyRefusal] = []
    func require(_ holds: Bool, _ reason: PolicyRefusal.Reason, _ detail: @autoclosure () -> String)
    {
      if !holds { refusals.append(PolicyRefusal(reason, detail())) }
    }
    require(
      keys?.contains(provider) ?? true, .key,
      "the provider's key \(provider.hexadecimal) is not among the policy's")
    if let runtime {
      require(
        runtimes?.contains(runtime) ?? true, .runtime,
        "the runtime \(runtime) is not among the policy's")
    }
    require(
      self.determinism != .strict || determinism == .strict, .determinism,
      "\(determinism.rawValue), expected \(self.determinism?.rawValue ?? "any")")
    require(
      self.numericProfile == nil || self.numericProfile == numericProfile, .numericProfile,
      "“\(numericProfile ?? "none")”, expected “\(self.numericProfile ?? "any")”")
    return refusals
  }

  /// What this policy does not accept of the evidence for one key: nothing if one piece of it is of an
  /// accepted kind and fulfils what is asked of that kind.
  package func refusals(of appraisals: [Appraisal]) -> [PolicyRefusal] {
    guard let evidence else { return [] }
    if appraisals.isEmpty { return [PolicyRefusal(.evidenceMissing, "there is no evidence")] }
    let judged = appraisals.compactMap { appraisal in
      evidence[appraisal.kind].map { refusals(of: appraisal, requiring: $0) }
    }
    if judged.isEmpty {
      let found = appraisals.map(\.kind.rawValue).joined(separator: ", ")
      let known = evidence.keys.map(\.rawValue).sorted().joined(separator: ", ")
      return [PolicyRefusal(.evidenceKind, "evidence of kind \(found), expected \(known)")]
    }
    return judged.contains { $0.isEmpty } ? [] : judged.flatMap { $0 }
  }

  private func refusals(
    of appraisal: Appraisal, requiring requirement: Requirement
  ) -> [PolicyRefusal] {
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
    var refusals: [PolicyRefusal] = []
    let count = failureDomains.count(of: quorum)
    if count < failureDomains.minimum {
      refusals.append(
        PolicyRefusal(
          .failureDomains,
          "\(quorum.count) members in \(count) failure domains, expected "
            + "\(failureDomains.minimum)"))
    }
    let roots = Set(quorum.map(\.root)).sorted()
    if roots.count < failureDomains.minimumRoots {
      refusals.append(
        PolicyRefusal(
          .evidenceRoots,
          "the evidence rests on \(roots.joined(separator: ", ")), expected "
            + "\(failureDomains.minimumRoots) different roots"))
    }
    return refusals
  }
}
