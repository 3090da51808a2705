package import Evidence
package import Jobs
package import Traces

/// One lease and what became of it.
package struct Replica: Hashable, Sendable {
  package let lease: Lease
  package let reply: Reply
  /// The session whose key signs for the lease's provider; nil where the provider's own key does.
  package let session: Session?
  /// Where the trace leaves the accepted one, for whoever does not have the outputs; nil where that
  /// follows from the statements, or nobody knows it.
  package let divergence: TraceDivergence?

  package init(
    lease: Lease, reply: Reply, session: Session? = nil, divergence: TraceDivergence? = nil
  ) {
    self.lease = lease
    self.reply = reply
    self.session = session
    self.divergence = divergence
  }

  /// This replica with the place where its trace leaves the accepted one.
  package func diverging(at divergence: TraceDivergence?) -> Replica {
    Replica(lease: lease, reply: reply, session: session, divergence: divergence)
  }

  /// Bytes that the sessions of all replicas together take in a bundle at most.
  private static let sessionBudget = 6 << 20

  /// This replica as it is judged and written; see `Reply.bounded`.
  func bounded(for job: JobSpecification) -> Replica {
    let maximum = job.redundancy.maximum
    if let size = session?.encodedSize, size > Self.sessionBudget / maximum {
      let limit = Self.sessionBudget / maximum
      return Replica(
        lease: lease,
        reply: .failed("sent \(size) bytes of evidence, of which at most \(limit) are kept"))
    }
    return Replica(
      lease: lease, reply: reply.bounded(sharedBy: maximum), session: session,
      divergence: divergence)
  }
}

extension Session {
  /// Bytes that this session takes in a document, or a few more.
  fileprivate var encodedSize: Int {
    evidence.reduce(512) { size, evidence in
      evidence.parts.values.reduce(size + 128) { $0 + $1.count * 4 / 3 + 32 }
    }
  }
}
