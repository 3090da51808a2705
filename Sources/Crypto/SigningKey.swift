import COpenSSL

/// An Ed25519 private key (RFC 8032), held by libcrypto, which wipes it when the last reference
/// ends.
///
/// Signing is deterministic and may happen on several threads at once.
@safe package final class SigningKey: Sendable {
  package static let signatureByteCount = 64
  package static let seedByteCount = 32

  // Owned by this object alone and only read after init; libcrypto's own count is thread-safe.
  private nonisolated(unsafe) let key: OpaquePointer
  private let context: SignatureContext
  package let publicKey: PublicKey

  /// Takes over `key`, which must be an Ed25519 key with its private half.
  private init(adopting key: OpaquePointer) throws(CryptoError) {
    var raw = [UInt8](repeating: 0, count: PublicKey.byteCount)
    var count = raw.count
    guard unsafe EVP_PKEY_get_raw_public_key(key, &raw, &count) == 1,
      let publicKey = PublicKey(raw)
    else {
      unsafe EVP_PKEY_free(key)
      throw CryptoError(.malformedKey, "the private key has no proper public half")
    }
    guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
    let ready = unsafe EVP_DigestSignInit(context, nil, nil, nil, key)
    precondition(ready == 1, "libcrypto cannot sign with Ed25519")
    unsafe self.context = SignatureContext(adopting: context)
    unsafe self.key = key
    self.publicKey = publicKey
  }

  deinit {
    unsafe EVP_PKEY_free(key)
  }

  /// A fresh key from the system's random source.
  package convenience init() throws(CryptoError) {
    try self.init(seed: SystemRandom.secret(Self.seedByteCount))
  }

  /// The key of a 32-byte seed (RFC 8032 section 5.1.5).
  package convenience init(seed: borrowing SecretBytes) throws(CryptoError) {
    let count = seed.count
    guard count == Self.seedByteCount else {
      throw CryptoError(.malformedKey, "an Ed25519 seed has 32 bytes, this one \(count)")
    }
    let key = unsafe seed.withBytes { bytes in
      unsafe EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, bytes.baseAddress, count)
    }
    guard let key = unsafe key else { throw CryptoError(.malformedKey, "libcrypto refused a seed") }
    unsafe try self.init(adopting: key)
  }

  /// Signs `message` (`EVP_DigestSign`): 64 bytes, the same at every call.
  package func sign(_ message: [UInt8]) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: Self.signatureByteCount) { buffer, count in
      var length = 0
      let done = unsafe context.succeeds { context in
        length = Self.signatureByteCount
        return unsafe EVP_DigestSign(
          context, buffer.baseAddress, &length, message, message.count) == 1
      }
      precondition(done, "Ed25519 signing failed")
      count = length
    }
  }
}

extension SigningKey {
  /// Reads an unencrypted private key in PEM (PKCS #8), as `openssl genpkey` writes it.
  ///
  /// - Throws: `malformedKey`, `wrongKeyType`.
  package convenience init(pem: borrowing SecretBytes) throws(CryptoError) {
    let key = unsafe pem.withBytes { bytes in
      unsafe PEM.read(bytes) { bio in
        unsafe PEM_read_bio_PrivateKey(bio, nil, PEM.refusePassword, nil)
      }
    }
    guard let key = unsafe key else {
      throw CryptoError(
        .malformedKey, "no unencrypted private key in PEM (“-----BEGIN PRIVATE KEY-----”)")
    }
    unsafe try PEM.requireEd25519(key)
    unsafe try self.init(adopting: key)
  }

  /// This key in PEM (PKCS #8, RFC 8410), not encrypted.
  package var pem: SecretBytes {
    unsafe PEM.write { bio in
      unsafe PEM_write_bio_PKCS8PrivateKey(bio, key, nil, nil, 0, nil, nil)
    }
  }
}
