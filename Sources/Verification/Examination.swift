package import Attestation
package import Content
import Crypto
package import Evidence
package import Jobs
import Traces

/// What a requestor holds an envelope against: the job it leased, and the time.
package struct Examination: Sendable {
  /// Milliseconds by which honest clocks may differ, where nobody says otherwise: five minutes.
  package static let standardClockSkew: Int64 = 300_000

  package let job: JobSpecification
  /// When the verdict was, or is, made.
  package let decidedAt: Timestamp
  /// Milliseconds by which a provider's clock may be ahead.
  package let clockSkew: Int64

  package init(
    job: JobSpecification, decidedAt: Timestamp, clockSkew: Int64 = standardClockSkew
  ) {
    self.job = job
    self.decidedAt = decidedAt
    self.clockSkew = clockSkew
  }

  /// What an envelope turned out to be.
  package enum Result: Sendable {
    /// The lease's provider signed it, and it says what the lease asked for.
    case sound(Statement)
    /// Everything that speaks against it; never empty.
    case unsound([Objection])
  }

  /// Checks the signature first; only of a statement that is the provider's, everything else.
  ///
  /// - Parameter session: whose key has signed, if the lease's provider vouches for it; without one,
  ///   the provider's own key must have.
  package func examine(
    _ envelope: Envelope, for lease: Lease, in session: Session? = nil
  ) -> Result {
    let findings = session?.endorsementFindings(by: lease.provider) ?? []
    guard findings.isEmpty else {
      return .unsound(findings.map { Objection(.unboundSession, $0.detail) })
    }
    switch envelope.verify(trusting: [session?.binding.sessionKey ?? lease.provider]) {
    case .rejected(let rejection): return .unsound([Objection(rejection)])
    case .verified(let verified):
      let statement = verified.statement
      let objections =
        identity(statement.execution, lease) + runtime(statement.execution, session)
        + content(statement.execution) + outputs(of: statement) + trace(of: statement)
        + times(statement.execution)
      return objections.isEmpty ? .sound(statement) : .unsound(objections)
    }
  }
}

extension Examination {
  private func identity(_ execution: Execution, _ lease: Lease) -> [Objection] {
    var objections: [Objection] = []
    if execution.lease.id != lease.id {
      objections.append(
        Objection(.wrongLease, "made for \(execution.lease.id), the lease is \(lease.id)"))
    }
    if execution.lease.nonce != lease.nonce {
      objections.append(
        Objection(
          .wrongNonce,
          "has \(Hexadecimal.encode(execution.lease.nonce)), the lease "
            + Hexadecimal.encode(lease.nonce)))
    }
    if execution.job != job.id || lease.job != job.id {
      objections.append(
        Objection(
          .wrongJob, "about \(execution.job), leased for \(lease.job), the job is \(job.id)"))
    }
    return objections
  }

  private func runtime(_ execution: Execution, _ session: Session?) -> [Objection] {
    guard let expected = session?.binding.runtime else { return [] }
    let found = execution.runtime.digest
    return found == expected
      ? [] : [Objection(.wrongRuntime, "ran \(found), the session's evidence is about \(expected)")]
  }

  private func content(_ execution: Execution) -> [Objection] {
    var objections: [Objection] = []
    if execution.image != job.image {
      objections.append(Objection(.wrongImage, "ran \(execution.image), the job has \(job.image)"))
    }
    let expected = job.inputs.map { ResourceDescriptor(name: $0.name.text, digest: $0.digest) }
    if execution.inputs != expected {
      let wrong = Set(execution.inputs).symmetricDifference(expected).map(\.name)
      objections.append(
        Objection(.wrongInputs, "differing: \(Set(wrong).sorted().joined(separator: ", "))"))
    }
    let wanted = Dictionary(
      uniqueKeysWithValues: Resource.all.map { ($0.baseName, job.resources[keyPath: $0.amount]) })
    let limits = execution.limits.members.filter { wanted[$0.name] != $0.value }
    if !limits.isEmpty {
      let text = limits.map { "\($0.name) \($0.value), the job has \(wanted[$0.name] ?? 0)" }
      objections.append(Objection(.wrongLimits, text.joined(separator: "; ")))
    }
    if execution.determinism.rawValue != job.determinism.rawValue {
      objections.append(
        Objection(
          .wrongDeterminism,
          "“\(execution.determinism.rawValue)”, the job has “\(job.determinism.rawValue)”"))
    }
    if execution.numericProfile != job.numericProfile?.name {
      objections.append(
        Objection(
          .wrongNumericProfile,
          "“\(execution.numericProfile ?? "none")”, the job has "
            + "“\(job.numericProfile?.name ?? "none")”"))
    }
    return objections
  }

  private func outputs(of statement: Statement) -> [Objection] {
    let paths = statement.subjects.compactMap { $0.outputPath }
    var objections = paths.filter { !job.outputs.cover($0) }.map {
      Objection(.undeclaredOutput, $0.text)
    }
    if statement.execution.outcome.termination == .exited(code: 0) {
      let present = Set(paths)
      objections += job.outputs.files.filter { !present.contains($0) }.map {
        Objection(.missingOutput, $0.text)
      }
    }
    return objections
  }

  /// Every output has one step at least, and the end is one; if none has more, the outputs determine
  /// the trace. What longer outputs went through, only who has them can tell.
  private func trace(of statement: Statement) -> [Objection] {
    let found = statement.execution.trace
    let least = Int64(statement.subjects.count) + 1
    guard found.steps <= least else { return [] }
    let expected = Trace(
      ofShort: statement.subjects, termination: statement.execution.outcome.termination
    ).commitment
    return found == expected
      ? []
      : [
        Objection(
          .wrongTrace,
          "\(found.steps) steps with the root \(found.root), the outputs have at least "
            + "\(least), and if no more, \(expected.root)")
      ]
  }

  /// That an execution did not end before it started is a rule of every statement.
  private func times(_ execution: Execution) -> [Objection] {
    let end = execution.finishedAt
    guard end.milliseconds - decidedAt.milliseconds > clockSkew else { return [] }
    return [
      Objection(
        .timeInFuture,
        "finished \(end), decided \(decidedAt), clocks may differ by \(clockSkew) ms")
    ]
  }
}
