/// Why a key or the random source could not be used.
package struct CryptoError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable {
    /// The bytes hold no unencrypted key in PEM: damaged, cut short, or something else.
    case malformedKey = "malformed-key"
    /// A well-formed key of another algorithm.
    case wrongKeyType = "wrong-key-type"
    /// An Ed25519 public key that is no proper point: wrong length, not canonical, or small order.
    case invalidPublicKey = "invalid-public-key"
    /// The bytes hold no X.509 certificate, or more than one.
    case malformedCertificate = "malformed-certificate"
    /// The bytes hold no X.509 revocation list.
    case malformedRevocationList = "malformed-revocation-list"
    /// The system gave no random bytes.
    case randomUnavailable = "random-unavailable"
  }

  package let code: Code
  /// What was found and what was expected, in words.
  package let detail: String

  package init(_ code: Code, _ detail: String) {
    self.code = code
    self.detail = detail
  }

  package var description: String { "\(code.rawValue): \(detail)" }
}
