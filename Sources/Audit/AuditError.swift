/// Why an audit could not be made, or one of its files not be read. What an audit finds is a finding.
package struct AuditError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Code: String, Equatable, Sendable {
    /// Not a fraud proof.
    case fraudProof = "fraud-proof"
    /// Not a state file, or a damaged one.
    case state
    /// The state of another log.
    case foreignState = "foreign-state"
    /// The log cannot be read at all.
    case log
  }

  package let code: Code
  package let detail: String

  package init(_ code: Code, _ detail: String) {
    self.code = code
    self.detail = detail
  }

  package var description: String {
    switch code {
    case .fraudProof: "not a fraud proof: \(detail)"
    case .state: "not a state of an audit: \(detail); move it away to begin anew"
    case .foreignState:
      "the state of another log: \(detail); name the state of this log, or move it away"
    case .log: detail
    }
  }
}
