package import Jobs

/// One lease and what became of it.
package struct Replica: Hashable, Sendable {
  package let lease: Lease
  package let reply: Reply

  package init(lease: Lease, reply: Reply) {
    self.lease = lease
    self.reply = reply
  }

  /// This replica as it is judged and written; see `Reply.bounded`.
  func bounded(for job: JobSpecification) -> Replica {
    Replica(lease: lease, reply: reply.bounded(sharedBy: job.redundancy.maximum))
  }
}
