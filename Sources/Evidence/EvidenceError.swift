/// Why some bytes of hardware or of its vendor could not be read, or evidence not be produced.
package struct EvidenceError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable {
    /// The bytes do not have their format: cut short, lengths that lie, values that cannot be.
    case malformed
    /// A version or algorithm that is not known here.
    case unsupported
    /// The hardware is not there, or did not answer.
    case unavailable
    /// Somebody else used the hardware's interface meanwhile, again and again.
    case contended
  }

  package let code: Code
  /// What was found and expected, in words.
  package let detail: String

  package init(_ code: Code, _ detail: String) {
    self.code = code
    self.detail = detail
  }

  package var description: String { "\(code.rawValue): \(detail)" }

  /// As what speaks against the evidence that could not be read.
  var finding: Finding {
    Finding(code == .unsupported ? .unsupported : .malformed, detail)
  }
}
