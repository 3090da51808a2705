import COpenSSL

/// libcrypto's Ed25519 with nothing around it: one context, made ready once, used over and over.
@safe struct BareEd25519: ~Copyable {
  // Owned by this value alone and freed in deinit.
  private let key: OpaquePointer
  private let context: OpaquePointer

  init() {
    let seed = [UInt8](repeating: 42, count: 32)
    guard let key = unsafe EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, 32),
      let context = unsafe EVP_MD_CTX_new()
    else { preconditionFailure("libcrypto has no Ed25519") }
    unsafe self.key = key
    unsafe self.context = context
  }

  deinit {
    unsafe EVP_MD_CTX_free(context)
    unsafe EVP_PKEY_free(key)
  }

  func prepareSigning() {
    precondition(unsafe EVP_DigestSignInit(context, nil, nil, nil, key) == 1)
  }

  func prepareVerifying() {
    precondition(unsafe EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1)
  }

  func sign(_ message: [UInt8], into signature: inout [UInt8]) {
    var count = signature.count
    let done = unsafe EVP_DigestSign(context, &signature, &count, message, message.count)
    precondition(done == 1)
  }

  func verify(_ signature: [UInt8], _ message: [UInt8]) {
    let valid = unsafe EVP_DigestVerify(
      context, signature, signature.count, message, message.count)
    precondition(valid == 1)
  }
}
