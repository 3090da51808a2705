package import Attestation
import Evidence
package import Exchange
import Jobs
import Linux
package import Verification

/// One provider's answer to one lease, and how long it took.
package struct ExecutionReport: Sendable {
  package let provider: String
  package let replica: Replica
  /// What the provider says of its stages; nil where it has no result.
  package let stages: StageTimes?
  package let failure: ProviderFailure?
  /// From the lease going out to the answer coming in.
  package let microseconds: Int64

  /// - Parameters:
  ///   - challenge: a nonce that the provider's session has to answer, 32 bytes. Unless a policy or a
  ///     confidential job's inputs need it before, it is asked after the job has run, since evidence
  ///     takes a measurement that goes on meanwhile.
  ///   - content: that of a confidential job.
  init(
    executing lease: Lease, of job: JobSpecification, by candidate: Candidate,
    challenge: [UInt8], content: ConfidentialContent?
  ) async {
    let start = Clock.monotonicMicroseconds()
    let endpoint = candidate.endpoint
    provider = endpoint.name
    do throws(ProviderFailure) {
      var session: Session?
      var sealed: SealedInputs?
      if let content {
        session = try await candidate.session(answering: challenge)
        sealed = try content.seal(job.inputs, for: session, of: endpoint.key)
      }
      let answer = try await endpoint.execute(lease, of: job, sealed: sealed)
      try content?.open(answer.sealed)
      if content == nil { session = try await candidate.session(answering: challenge) }
      replica = Replica(lease: lease, reply: .answer(answer.envelope), session: session)
      stages = answer.stages
      failure = nil
    } catch {
      replica = Replica(lease: lease, reply: error.reply)
      stages = nil
      failure = error
    }
    microseconds = Clock.monotonicMicroseconds() - start
  }
}

extension ExecutionReport {
  /// What the provider says of its execution: its own word, whose signature nobody has checked here.
  package var account: Execution? {
    guard case .answer(let envelope) = replica.reply else { return nil }
    return try? Statement(parsing: envelope.unverifiedPayload).execution
  }
}

extension ProviderFailure {
  /// What goes into the bundle: the requestor's word that there was no result.
  fileprivate var reply: Reply {
    switch reason {
    case .timedOut: .timedOut
    case .isolationUnavailable, .contentUnavailable, .invalidJob, .invalidRequest, .internalError:
      .failed("\(reason.rawValue): \(text)")
    }
  }
}
