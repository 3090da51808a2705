import COpenSSL

/// A public key of hardware or its vendor: ECDSA on P-256 or P-384, or RSA of 2048 to 8192 bits.
///
/// Held by libcrypto; checking signatures may happen on several threads at once.
@safe package final class VerificationKey: Sendable {
  package enum Algorithm: Hashable, Sendable {
    case p256
    case p384
    case rsa(bits: Int)

    /// Of one coordinate, or of one half of a signature; nil for RSA.
    package var coordinateByteCount: Int? {
      switch self {
      case .p256: 32
      case .p384: 48
      case .rsa: nil
      }
    }

    /// AlgorithmIdentifier in DER (RFC 5480, section 2.1.1; RFC 8017, appendix A.1).
    var identifier: [UInt8] {
      switch self {
      // id-ecPublicKey, prime256v1.
      case .p256:
        [
          0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86,
          0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07,
        ]
      // id-ecPublicKey, secp384r1.
      case .p384:
        [
          0x30, 0x10, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x05, 0x2B, 0x81,
          0x04, 0x00, 0x22,
        ]
      // rsaEncryption, NULL.
      case .rsa:
        [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00]
      }
    }
  }

  package let algorithm: Algorithm
  /// The key as SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7) in DER.
  package let subjectPublicKeyInfo: [UInt8]
  // Owned by this object alone and only read after init; libcrypto's own count is thread-safe.
  private nonisolated(unsafe) let key: OpaquePointer

  /// Reads SubjectPublicKeyInfo in DER: curves by name, nothing behind the end, and exactly the
  /// encoding that libcrypto would write.
  ///
  /// - Throws: `malformedKey`, `wrongKeyType`.
  package convenience init(subjectPublicKeyInfo der: [UInt8]) throws(CryptoError) {
    let (key, _) = unsafe DEREncoding.read(der) { unsafe d2i_PUBKEY(nil, $0, $1) }
    ERR_clear_error()
    guard let key = unsafe key else {
      throw CryptoError(.malformedKey, "no public key in DER (SubjectPublicKeyInfo)")
    }
    unsafe try self.init(adopting: key, readFrom: der)
  }

  /// Takes over `key`, which libcrypto read from `der`.
  init(adopting key: OpaquePointer, readFrom der: [UInt8]) throws(CryptoError) {
    guard let algorithm = unsafe Self.algorithm(of: key) else {
      unsafe EVP_PKEY_free(key)
      throw CryptoError(
        .wrongKeyType, "expected a key on P-256 or P-384, or RSA with 2048 to 8192 bits")
    }
    guard unsafe Self.encoding(of: key, algorithm) == der else {
      unsafe EVP_PKEY_free(key)
      throw CryptoError(.malformedKey, "the key is not in its one DER encoding")
    }
    unsafe self.key = key
    self.algorithm = algorithm
    subjectPublicKeyInfo = der
  }

  /// A point given by its coordinates, x before y, big-endian: 64 bytes are a point of P-256, 96
  /// one of P-384.
  package convenience init(point: [UInt8]) throws(CryptoError) {
    let algorithm: Algorithm? = point.count == 64 ? .p256 : point.count == 96 ? .p384 : nil
    guard let algorithm else {
      throw CryptoError(.malformedKey, "a point has 64 or 96 bytes, this one \(point.count)")
    }
    guard let key = unsafe Self.key(point: [0x04] + point, of: algorithm) else {
      throw CryptoError(.malformedKey, "the point is not on its curve")
    }
    unsafe try self.init(
      adopting: key,
      readFrom: DERWriter.sequence(algorithm.identifier, DERWriter.bitString([0x04] + point)))
  }

  /// An RSA key given by its numbers, big-endian.
  package convenience init(modulus: [UInt8], exponent: [UInt8]) throws(CryptoError) {
    guard let key = unsafe Self.key(modulus: modulus, exponent: exponent) else {
      throw CryptoError(.malformedKey, "the numbers are no RSA key")
    }
    let numbers = DERWriter.sequence(DERWriter.integer(modulus), DERWriter.integer(exponent))
    unsafe try self.init(
      adopting: key,
      readFrom: DERWriter.sequence(
        Algorithm.rsa(bits: 0).identifier, DERWriter.bitString(numbers)))
  }

  deinit {
    unsafe EVP_PKEY_free(key)
  }

  /// Whether `signature` is this key's signature of `message` (`EVP_DigestVerify`).
  package func isValid(
    _ signature: [UInt8], for message: [UInt8], by scheme: SignatureScheme
  ) -> Bool {
    guard let signature = Self.encoded(signature, scheme, algorithm) else { return false }
    guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
    defer {
      unsafe EVP_MD_CTX_free(context)
      ERR_clear_error()
    }
    // Belongs to `context`.
    var parameters: OpaquePointer?
    guard unsafe EVP_DigestVerifyInit(context, &parameters, scheme.hash.method, nil, key) == 1,
      let parameters = unsafe parameters, unsafe scheme.configure(parameters)
    else { return false }
    return unsafe EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }

  /// `signature` as libcrypto reads it; nil where the scheme does not fit the key or the length.
  private static func encoded(
    _ signature: [UInt8], _ scheme: SignatureScheme, _ algorithm: Algorithm
  ) -> [UInt8]? {
    guard let half = algorithm.coordinateByteCount else { return scheme.isRSA ? signature : nil }
    switch scheme {
    case .ecdsa: return signature
    case .ecdsaConcatenated:
      guard signature.count == 2 * half else { return nil }
      return DERWriter.sequence(
        DERWriter.integer(signature[..<half]), DERWriter.integer(signature[half...]))
    case .rsaPKCS1, .rsaPSS: return nil
    }
  }

  private static func algorithm(of key: OpaquePointer) -> Algorithm? {
    if unsafe EVP_PKEY_is_a(key, "RSA") == 1 {
      let bits = unsafe Int(EVP_PKEY_get_bits(key))
      return (2048...8192).contains(bits) ? .rsa(bits: bits) : nil
    }
    var name = [CChar](repeating: 0, count: 64)
    guard unsafe EVP_PKEY_get_group_name(key, &name, name.count, nil) == 1 else { return nil }
    let text = String(
      decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    switch text {
    case "prime256v1": return .p256
    case "secp384r1": return .p384
    default: return nil
    }
  }
}
