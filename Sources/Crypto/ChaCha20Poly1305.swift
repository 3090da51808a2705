import COpenSSL

/// ChaCha20-Poly1305 (RFC 8439) without associated data, under one key.
@safe package struct ChaCha20Poly1305: ~Copyable {
  package static let keyByteCount = 32
  package static let nonceByteCount = 12
  package static let tagByteCount = 16

  // Owned by this value alone, freed in deinit; holds the key.
  private let context: OpaquePointer

  package init(key: borrowing SecretBytes) {
    precondition(key.count == Self.keyByteCount, "a ChaCha20-Poly1305 key has 32 bytes")
    guard let context = unsafe EVP_CIPHER_CTX_new() else { preconditionFailure("out of memory") }
    unsafe self.context = context
    let ready = unsafe key.withBytes { key in
      unsafe EVP_CipherInit_ex(
        context, EVP_chacha20_poly1305(), nil,
        key.bindMemory(to: UInt8.self).baseAddress, nil, 1)
    }
    precondition(ready == 1, "libcrypto has no ChaCha20-Poly1305")
  }

  deinit {
    unsafe EVP_CIPHER_CTX_free(context)
  }

  /// Encrypts `plain` into `target`, which has 16 bytes more: the tag follows the text.
  ///
  /// A nonce is used once for one key; that is the caller's duty.
  package func seal(
    _ plain: UnsafeRawBufferPointer, nonce: [UInt8], into target: UnsafeMutableRawBufferPointer
  ) {
    precondition(target.count == plain.count + Self.tagByteCount, "no room for the tag")
    start(nonce, encrypting: true)
    let tag = unsafe UnsafeMutableRawBufferPointer(rebasing: target[plain.count...])
    let done =
      unsafe update(plain, into: target) && finish()
      && EVP_CIPHER_CTX_ctrl(
        context, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagByteCount), tag.baseAddress) == 1
    precondition(done, "ChaCha20-Poly1305 failed")
  }

  /// Decrypts `sealed`, text and tag, into `target`, which has 16 bytes less.
  ///
  /// - Returns: false where the tag is wrong; `target` then holds only zeros.
  package func open(
    _ sealed: UnsafeRawBufferPointer, nonce: [UInt8], into target: UnsafeMutableRawBufferPointer
  ) -> Bool {
    precondition(sealed.count == target.count + Self.tagByteCount, "no room for the text")
    start(nonce, encrypting: false)
    let text = unsafe UnsafeRawBufferPointer(rebasing: sealed[..<target.count])
    let tag = unsafe UnsafeMutableRawPointer(mutating: sealed.baseAddress)?
      .advanced(by: target.count)
    let isGenuine =
      unsafe EVP_CIPHER_CTX_ctrl(
        context, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagByteCount), tag) == 1
      && update(text, into: target) && finish()
    if !isGenuine { unsafe OPENSSL_cleanse(target.baseAddress, target.count) }
    return isGenuine
  }

  private func start(_ nonce: [UInt8], encrypting: Bool) {
    precondition(nonce.count == Self.nonceByteCount, "a ChaCha20-Poly1305 nonce has 12 bytes")
    let ready = unsafe EVP_CipherInit_ex(context, nil, nil, nil, nonce, encrypting ? 1 : 0)
    precondition(ready == 1, "libcrypto refused a nonce")
  }

  private func update(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) -> Bool {
    // libcrypto reads a call without bytes and without a target as associated data.
    guard unsafe !source.isEmpty else { return true }
    var count: Int32 = 0
    return unsafe EVP_CipherUpdate(
      context, target.bindMemory(to: UInt8.self).baseAddress, &count,
      source.bindMemory(to: UInt8.self).baseAddress, Int32(source.count)) == 1
  }

  private func finish() -> Bool {
    var count: Int32 = 0
    var rest: UInt8 = 0
    return unsafe EVP_CipherFinal_ex(context, &rest, &count) == 1
  }
}
