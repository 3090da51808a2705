/// What a job may reach.
package enum Network: String, CaseIterable, Sendable {
  /// Nothing, not even the host's loopback.
  case none
}
