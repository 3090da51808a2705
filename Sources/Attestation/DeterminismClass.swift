/// How much of what may differ between two machines was fixed for an execution.
package enum DeterminismClass: String, CaseIterable, Sendable {
  /// Environment, identity, host name and root file system are fixed.
  case standard
  /// Address layout, processor set and further sources of chance are fixed as well.
  case strict
}
