import COpenSSL

/// Keys in textual form (RFC 7468), read and written by libcrypto in memory.
enum PEM {
  /// Answers “no password” instead of asking on the terminal, as libcrypto would by itself.
  static let refusePassword:
    @convention(c) (
      UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?
    ) -> Int32 = { _, _, _, _ in -1 }

  /// What `decode` makes of `text`; libcrypto's error queue is left empty.
  static func read(
    _ text: UnsafeRawBufferPointer, _ decode: (OpaquePointer) -> OpaquePointer?
  ) -> OpaquePointer? {
    guard let bio = unsafe BIO_new_mem_buf(text.baseAddress, Int32(text.count)) else { return nil }
    defer {
      unsafe BIO_free_all(bio)
      ERR_clear_error()
    }
    return unsafe decode(bio)
  }

  /// What `encode` writes; libcrypto wipes its own copy when it frees it.
  static func write(_ encode: (OpaquePointer) -> Int32) -> SecretBytes {
    guard let bio = unsafe BIO_new(BIO_s_mem()) else { preconditionFailure("out of memory") }
    defer { unsafe BIO_free_all(bio) }
    precondition(unsafe encode(bio) == 1, "libcrypto could not write a key")
    var start: UnsafeMutablePointer<CChar>?
    let count = unsafe BIO_ctrl(bio, BIO_CTRL_INFO, 0, &start)
    // The text belongs to `bio`, which lives until this function returns.
    return unsafe SecretBytes(copying: UnsafeRawBufferPointer(start: start, count: count))
  }

  /// Frees `key` and throws unless it is an Ed25519 key.
  static func requireEd25519(_ key: OpaquePointer) throws(CryptoError) {
    if unsafe EVP_PKEY_is_a(key, "ED25519") == 1 { return }
    let name = unsafe EVP_PKEY_get0_type_name(key).map { unsafe String(cString: $0) }
    unsafe EVP_PKEY_free(key)
    throw CryptoError(
      .wrongKeyType, "expected an Ed25519 key, found one of type \(name ?? "unknown")")
  }
}
