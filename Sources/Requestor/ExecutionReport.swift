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

  /// - Parameter challenge: a nonce that the provider's session has to answer, 32 bytes. It is asked
  ///   after the job has run, since evidence takes a measurement that goes on meanwhile.
  init(
    executing lease: Lease, of job: JobSpecification, by endpoint: any ProviderEndpoint,
    challenge: [UInt8]
  ) async {
    let start = Clock.monotonicMicroseconds()
    provider = endpoint.name
    do throws(ProviderFailure) {
      let (envelope, stages) = try await endpoint.execute(lease, of: job)
      let session = try await endpoint.session(answering: challenge)
      guard session.map({ $0.binding.nonce == challenge }) ?? true else {
        throw ProviderFailure(.invalidRequest, "its evidence answers another challenge")
      }
      replica = Replica(lease: lease, reply: .answer(envelope), session: session)
      self.stages = stages
      failure = nil
    } catch {
      replica = Replica(lease: lease, reply: error.reply)
      stages = nil
      failure = error
    }
    microseconds = Clock.monotonicMicroseconds() - start
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
