package import Content

/// Why some bytes are no policy.
package enum PolicyError: Error, Equatable, Sendable, CustomStringConvertible {
  /// No JSON.
  case syntax(JSONError)
  /// A member is missing, unknown, or holds something else.
  case field(FieldError)

  package var description: String {
    switch self {
    case .syntax(let error): "not a policy: \(error)"
    case .field(let error): "not a policy: \(error)"
    }
  }
}
