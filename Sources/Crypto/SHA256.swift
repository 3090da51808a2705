import COpenSSL

/// SHA-256 (FIPS 180-4) over bytes that arrive in pieces (`EVP_DigestUpdate`).
@safe package struct SHA256: ~Copyable {
  package static let byteCount = 32

  // Fetched once, since every look-up by name costs as much as hashing a short text; never freed.
  private nonisolated(unsafe) static let algorithm = unsafe EVP_MD_fetch(nil, "SHA256", nil)

  // Owned by this value alone, freed in deinit, never null after init.
  private let context: OpaquePointer

  package init() {
    guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
    unsafe self.context = context
    let ready = unsafe EVP_DigestInit_ex(context, Self.algorithm, nil)
    precondition(ready == 1, "libcrypto has no SHA-256")
  }

  deinit {
    unsafe EVP_MD_CTX_free(context)
  }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    let done = unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    precondition(done == 1, "SHA-256 update failed")
  }

  package mutating func update(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe update($0) }
  }

  /// The 32 bytes of the hash.
  package consuming func finalize() -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: Self.byteCount) { buffer, count in
      let done = unsafe EVP_DigestFinal_ex(context, buffer.baseAddress, nil)
      precondition(done == 1, "SHA-256 finish failed")
      count = Self.byteCount
    }
  }

  /// The hash of what has come so far; more may follow (`EVP_MD_CTX_copy_ex`).
  package borrowing func current() -> [UInt8] {
    let copy = SHA256()
    let done = unsafe EVP_MD_CTX_copy_ex(copy.context, context)
    precondition(done == 1, "SHA-256 copy failed")
    return copy.finalize()
  }

  /// The hash of `bytes` in one call.
  package static func hash(_ bytes: [UInt8]) -> [UInt8] {
    var hasher = SHA256()
    hasher.update(bytes)
    return hasher.finalize()
  }

  /// The hash of `bytes`, written to the 32 bytes of `target` (`EVP_Digest`).
  package static func hash(
    _ bytes: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) {
    precondition(target.count == byteCount, "a SHA-256 has 32 bytes")
    let done = unsafe EVP_Digest(
      bytes.baseAddress, bytes.count, target.baseAddress, nil, algorithm, nil)
    precondition(done == 1, "SHA-256 failed")
  }
}
