import COpenSSL

/// An X25519 private key (RFC 7748), held by libcrypto, which wipes it when the last reference ends.
///
/// Agreeing may happen on several threads at once.
@safe package final class X25519PrivateKey: Sendable {
  /// Of private keys, public keys and shared secrets alike.
  package static let byteCount = 32

  // Owned by this object alone and only read after init; libcrypto's own count is thread-safe.
  private nonisolated(unsafe) let key: OpaquePointer
  /// Exactly 32 bytes.
  package let publicKey: [UInt8]

  /// A fresh key from the system's random source.
  package convenience init() throws(CryptoError) {
    var secret = SecretBytes(capacity: Self.byteCount)
    var drawn = false
    unsafe secret.append { room in
      unsafe drawn = RAND_priv_bytes(room.baseAddress, Int32(room.count)) == 1
      return drawn ? room.count : 0
    }
    guard drawn else {
      throw CryptoError(.randomUnavailable, "libcrypto could not draw a key's random bytes")
    }
    try self.init(secret: secret)
  }

  /// The key whose 32 bytes are `secret`, clamped or not.
  package init(secret: borrowing SecretBytes) throws(CryptoError) {
    let count = secret.count
    guard count == Self.byteCount else {
      throw CryptoError(.malformedKey, "an X25519 key has 32 bytes, this one \(count)")
    }
    let key = unsafe secret.withBytes { bytes in
      unsafe EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nil, bytes.baseAddress, count)
    }
    guard let key = unsafe key else { throw CryptoError(.malformedKey, "libcrypto refused a key") }
    var raw = [UInt8](repeating: 0, count: Self.byteCount)
    var length = raw.count
    guard unsafe EVP_PKEY_get_raw_public_key(key, &raw, &length) == 1 else {
      unsafe EVP_PKEY_free(key)
      throw CryptoError(.malformedKey, "the private key has no public half")
    }
    unsafe self.key = key
    publicKey = raw
  }

  deinit {
    unsafe EVP_PKEY_free(key)
  }

  /// What this key and the owner of `peer`, and nobody else, can compute (`EVP_PKEY_derive`).
  ///
  /// - Throws: `invalidPublicKey` unless `peer` has 32 bytes and is not of small order, in which case
  ///   the result would be all zeros whoever computes it (RFC 7748, section 6.1).
  package func sharedSecret(with peer: [UInt8]) throws(CryptoError) -> SecretBytes {
    guard peer.count == Self.byteCount,
      let other = unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nil, peer, peer.count)
    else { throw CryptoError(.invalidPublicKey, "an X25519 public key has 32 bytes") }
    defer { unsafe EVP_PKEY_free(other) }
    guard let context = unsafe EVP_PKEY_CTX_new(key, nil) else {
      preconditionFailure("out of memory")
    }
    defer { unsafe EVP_PKEY_CTX_free(context) }
    var secret = SecretBytes(capacity: Self.byteCount)
    var agreed = false
    unsafe secret.append { room in
      var length = room.count
      unsafe agreed =
        EVP_PKEY_derive_init(context) == 1 && EVP_PKEY_derive_set_peer(context, other) == 1
        && EVP_PKEY_derive(context, room.baseAddress, &length) == 1
      return agreed ? length : 0
    }
    guard agreed else {
      throw CryptoError(.invalidPublicKey, "the peer's X25519 key is of small order")
    }
    return secret
  }
}
