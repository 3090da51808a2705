import COpenSSL

extension PublicKey {
  /// Reads a public key in PEM (SubjectPublicKeyInfo, RFC 8410).
  ///
  /// - Throws: `malformedKey`, `wrongKeyType`, `invalidPublicKey`.
  package init(pem: [UInt8]) throws(CryptoError) {
    let key = unsafe pem.withUnsafeBytes { bytes in
      unsafe PEM.read(bytes) { bio in unsafe PEM_read_bio_PUBKEY(bio, nil, nil, nil) }
    }
    guard let key = unsafe key else {
      throw CryptoError(.malformedKey, "no public key in PEM (“-----BEGIN PUBLIC KEY-----”)")
    }
    unsafe try PEM.requireEd25519(key)
    defer { unsafe EVP_PKEY_free(key) }
    var raw = [UInt8](repeating: 0, count: Self.byteCount)
    var count = raw.count
    guard unsafe EVP_PKEY_get_raw_public_key(key, &raw, &count) == 1, let admitted = Self(raw)
    else {
      throw CryptoError(.invalidPublicKey, "the point is not canonical or has small order")
    }
    self = admitted
  }

  /// This key in PEM (SubjectPublicKeyInfo, RFC 8410).
  package var pem: [UInt8] {
    let key = unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count)
    guard let key = unsafe key else { preconditionFailure("out of memory") }
    defer { unsafe EVP_PKEY_free(key) }
    return unsafe PEM.write { bio in unsafe PEM_write_bio_PUBKEY(bio, key) }
      .withBytes { unsafe Array($0) }
  }
}
