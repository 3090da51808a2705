/// How much of this machine clients may use up.
package struct HTTPLimits: Sendable {
  /// Connections at once; more wait to be accepted.
  package var connections: Int
  /// Bytes of all bodies that are being read, together; beyond, clients are told to come again.
  package var bodies: Int
  /// Milliseconds from the first byte of a connection, or from the last answer on it, until the next
  /// request has come as a whole; and as long again for taking the answer. Bytes that trickle in do
  /// not prolong it.
  package var patience: Int64
  /// Threads that read requests and answer them.
  package var threads: Int

  package init(
    connections: Int = 1024, bodies: Int = 256 << 20, patience: Int64 = 20_000, threads: Int = 2
  ) {
    self.connections = connections
    self.bodies = bodies
    self.patience = patience
    self.threads = threads
  }
}
