package import Attestation
package import Content

/// Why some bytes are no bundle. What is a bundle, but a wrong one, gets a `BundleReport` instead.
package enum VerificationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Not a DSSE envelope.
  case envelope(AttestationError)
  /// An envelope that is not in canonical form, which a bundle must be.
  case notCanonical
  /// What the envelope holds is not canonical JSON.
  case payload(JSONError)
  /// The seal is not the signature of the key that the bundle names.
  case unsigned(String)
  /// A field of what the envelope holds, or of the envelope.
  case field(FieldError)

  package var description: String {
    switch self {
    case .envelope(let error): "not a bundle: \(error)"
    case .notCanonical: "not a bundle: the envelope is not in canonical form (RFC 8785)"
    case .payload(let error): "not a bundle: the payload: \(error)"
    case .unsigned(let key): "not sealed by the key that it names, \(key)"
    case .field(let error): "not a bundle: \(error)"
    }
  }
}
