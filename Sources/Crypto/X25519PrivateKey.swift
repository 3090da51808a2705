import COpenSSL

/// An X25519 private key (RFC 7748), held by libcrypto, which wipes it when the last reference ends.
@safe package final class X25519PrivateKey: Sendable {
  package static let scalarByteCount = 32

  // Owned by this object alone and only read after init; libcrypto's own count is thread-safe.
  private nonisolated(unsafe) let key: OpaquePointer
  package let publicKey: X25519PublicKey

  /// The key of a 32-byte scalar, which is clamped on use (RFC 7748 section 5).
  ///
  /// - Throws: `malformedKey` for any other length.
  package init(scalar: borrowing SecretBytes) throws(CryptoError) {
    let count = scalar.count
    guard count == Self.scalarByteCount else {
      throw CryptoError(.malformedKey, "an X25519 private key has 32 bytes, this one \(count)")
    }
    let key = unsafe scalar.withBytes { bytes in
      unsafe EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nil, bytes.baseAddress, count)
    }
    guard let key = unsafe key else {
      throw CryptoError(.malformedKey, "libcrypto refused an X25519 private key")
    }
    unsafe self.key = key
    var raw = [UInt8](repeating: 0, count: X25519PublicKey.byteCount)
    var rawCount = raw.count
    let done = unsafe EVP_PKEY_get_raw_public_key(key, &raw, &rawCount)
    precondition(done == 1 && rawCount == raw.count, "an X25519 key without its public half")
    publicKey = X25519PublicKey(unchecked: raw)
  }

  /// A fresh key from the system's random source.
  package convenience init() throws(CryptoError) {
    try self.init(scalar: SystemRandom.secret(Self.scalarByteCount))
  }

  deinit {
    unsafe EVP_PKEY_free(key)
  }

  /// The secret that this key shares with the owner of `peer` (`EVP_PKEY_derive`): 32 bytes.
  ///
  /// - Throws: `invalidPublicKey` where `peer` is of low order, so that the secret would be zero
  ///   whatever this key is (RFC 7748 section 6.1).
  package func sharedSecret(with peer: X25519PublicKey) throws(CryptoError) -> SecretBytes {
    let other = unsafe EVP_PKEY_new_raw_public_key(
      EVP_PKEY_X25519, nil, peer.bytes, peer.bytes.count)
    defer { unsafe EVP_PKEY_free(other) }
    guard let context = unsafe EVP_PKEY_CTX_new(key, nil) else {
      preconditionFailure("out of memory")
    }
    defer { unsafe EVP_PKEY_CTX_free(context) }
    let ready = unsafe EVP_PKEY_derive_init(context)
    precondition(ready == 1, "libcrypto cannot derive with X25519")
    var secret = SecretBytes(capacity: X25519PublicKey.byteCount)
    let written = unsafe secret.append { room in
      var count = room.count
      let target = unsafe room.bindMemory(to: UInt8.self).baseAddress
      let derived =
        unsafe EVP_PKEY_derive_set_peer(context, other) == 1
        && EVP_PKEY_derive(context, target, &count) == 1
      return derived ? count : 0
    }
    guard written == X25519PublicKey.byteCount else {
      throw CryptoError(.invalidPublicKey, "an X25519 public key of low order")
    }
    return secret
  }
}
