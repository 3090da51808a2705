/// What the launch protocol carries at most; beyond it, a message is refused when it is read.
package enum WireLimits {
  /// Bytes of one message; the socket's own limit is a little higher.
  package static let message = 192 << 10
  /// Bytes of a request for a cell.
  package static let cellRequest = 64
  package static let layers = 64
  package static let inputs = 120
  package static let arguments = 4096
  package static let variables = 4096
  package static let path = 4096
  /// Bytes of one argument or environment entry.
  package static let string = 128 << 10
  package static let filter = 32 << 10
  package static let seed = 32
  package static let rules = 32
  package static let resourceLimits = 32
  /// Addresses with ports that a job may reach.
  package static let endpoints = 16
  /// Kinds of refused calls that are told apart.
  package static let refusedCalls = 64
  /// Steps of a cell whose times are reported.
  package static let steps = 128
  /// Bytes of one report of a cell.
  package static let report = 8 << 10
}
