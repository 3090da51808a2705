import COpenSSL

/// One thing that is wrong with a chain of certificates.
package struct ChainRefusal: Hashable, Sendable, CustomStringConvertible {
  package enum Reason: String, CaseIterable, Sendable {
    /// It does not lead to one of the pinned roots.
    case untrustedRoot = "untrusted-root"
    /// A certificate was not signed by the one above it.
    case signature
    case notYetValid = "not-yet-valid"
    case expired
    case revoked
    /// There is no revocation list of an issuer, or none that its issuer signed.
    case revocationUnknown = "revocation-unknown"
    /// A revocation list is from before or after the stated time.
    case staleRevocationList = "stale-revocation-list"
    /// Anything else: a certificate without the right to issue, a weak key, an unknown critical
    /// extension.
    case invalid
  }

  package let reason: Reason
  /// What libcrypto says, and of which certificate, counted from the leaf.
  package let detail: String

  package var description: String { "\(reason.rawValue): \(detail)" }

  init(code: Int32, depth: Int32) {
    reason = Self.reason(of: code)
    let text = unsafe X509_verify_cert_error_string(Int(code)).map { unsafe String(cString: $0) }
    detail = "certificate \(depth): \(text ?? "error \(code)")"
  }

  private static func reason(of code: Int32) -> Reason {
    switch code {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
      X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
      X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_UNTRUSTED:
      .untrustedRoot
    case X509_V_ERR_CERT_SIGNATURE_FAILURE, X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE:
      .signature
    case X509_V_ERR_CERT_NOT_YET_VALID: .notYetValid
    case X509_V_ERR_CERT_HAS_EXPIRED: .expired
    case X509_V_ERR_CERT_REVOKED: .revoked
    case X509_V_ERR_UNABLE_TO_GET_CRL, X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER,
      X509_V_ERR_CRL_SIGNATURE_FAILURE:
      .revocationUnknown
    case X509_V_ERR_CRL_HAS_EXPIRED, X509_V_ERR_CRL_NOT_YET_VALID: .staleRevocationList
    default: .invalid
    }
  }
}
