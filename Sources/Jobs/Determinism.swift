/// How much of what may differ from run to run the sandbox fixes; the class is attested.
package enum Determinism: String, CaseIterable, Sendable {
  /// Fixed working directory, environment, host name, user and umask.
  case standard
  /// Beyond that, what else the provider's sandbox can fix: address layout, one CPU.
  case strict
}
