package import Jobs

/// One lease and what became of it.
package struct Replica: Hashable, Sendable {
  package let lease: Lease
  package let reply: Reply

  package init(lease: Lease, reply: Reply) {
    self.lease = lease
    self.reply = reply
  }
}
