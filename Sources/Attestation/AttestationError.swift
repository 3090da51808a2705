package import Content

/// Why some bytes are no envelope.
package struct AttestationError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Cause: Equatable, Sendable {
    case json(JSONError)
    case field(FieldError)
  }

  package let cause: Cause

  package init(_ cause: Cause) {
    self.cause = cause
  }

  package var description: String {
    switch cause {
    case .json(let error): "not an envelope: \(error)"
    case .field(let error): "not an envelope: \(error)"
    }
  }
}
