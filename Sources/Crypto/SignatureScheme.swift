import COpenSSL

/// How hardware and its vendors sign; each scheme names its hash, so that none can be exchanged.
package enum SignatureScheme: Hashable, Sendable {
  /// ECDSA, the signature in DER as X9.62 has it; other encodings of the same numbers are refused.
  case ecdsa(HashAlgorithm)
  /// ECDSA, the signature as r and s in big-endian bytes, each as long as the curve's order.
  case ecdsaConcatenated(HashAlgorithm)
  /// RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2).
  case rsaPKCS1(HashAlgorithm)
  /// RSASSA-PSS (RFC 8017 section 8.1), MGF1 with the same hash and a salt of its length.
  case rsaPSS(HashAlgorithm)

  var hash: HashAlgorithm {
    switch self {
    case .ecdsa(let hash), .ecdsaConcatenated(let hash), .rsaPKCS1(let hash), .rsaPSS(let hash):
      hash
    }
  }

  var isRSA: Bool {
    switch self {
    case .ecdsa, .ecdsaConcatenated: false
    case .rsaPKCS1, .rsaPSS: true
    }
  }

  /// Sets the padding on a context that was made ready for RSA.
  func configure(_ parameters: OpaquePointer) -> Bool {
    switch self {
    case .ecdsa, .ecdsaConcatenated: return true
    case .rsaPKCS1:
      return unsafe EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PADDING) == 1
    case .rsaPSS(let hash):
      return unsafe EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1
        && EVP_PKEY_CTX_set_rsa_mgf1_md(parameters, hash.method) == 1
        && EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, Int32(hash.byteCount)) == 1
    }
  }
}
