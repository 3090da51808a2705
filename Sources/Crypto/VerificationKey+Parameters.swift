import COpenSSL

// Keys are put together from their numbers, since libcrypto's decoders of key files try one format
// after the other and take longer than checking a signature.

extension VerificationKey {
  /// The key whose uncompressed point (SEC 1, section 2.3.3) is `point`; nil where it is not on the
  /// curve. Owned by the caller.
  static func key(point: [UInt8], of algorithm: Algorithm) -> OpaquePointer? {
    defer { ERR_clear_error() }
    return switch algorithm {
    case .p256: unsafe assay_curve_key("prime256v1", point, point.count)
    case .p384: unsafe assay_curve_key("secp384r1", point, point.count)
    case .rsa: nil
    }
  }

  /// The RSA key of these big-endian numbers. Owned by the caller.
  static func key(modulus: [UInt8], exponent: [UInt8]) -> OpaquePointer? {
    defer { ERR_clear_error() }
    guard let first = unsafe BN_bin2bn(modulus, Int32(modulus.count), nil) else { return nil }
    defer { unsafe BN_free(first) }
    guard let second = unsafe BN_bin2bn(exponent, Int32(exponent.count), nil) else { return nil }
    defer { unsafe BN_free(second) }
    return unsafe assay_rsa_key(first, second)
  }
}
