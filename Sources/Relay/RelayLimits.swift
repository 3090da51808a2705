/// What a relay spends on one job at most.
package struct RelayLimits: Equatable, Sendable {
  /// Connections at once; one more is broken as soon as it is made.
  package let connections: Int
  /// How long the far side may take to accept a connection.
  package let connectMilliseconds: Int64
  /// How long a connection may stand without a byte in either direction.
  package let idleMilliseconds: Int64
  /// How long what the job had sent may still be passed on after its end.
  package let drainMilliseconds: Int64

  package init(
    connections: Int, connectMilliseconds: Int64, idleMilliseconds: Int64,
    drainMilliseconds: Int64
  ) {
    self.connections = connections
    self.connectMilliseconds = connectMilliseconds
    self.idleMilliseconds = idleMilliseconds
    self.drainMilliseconds = drainMilliseconds
  }

  /// For jobs: with both buffers of each connection full, 8 MiB.
  package static let standard = RelayLimits(
    connections: 256, connectMilliseconds: 10_000, idleMilliseconds: 300_000,
    drainMilliseconds: 1_000)
}
