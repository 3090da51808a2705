import COpenSSL

/// A hash function of FIPS 180-4 that signatures and registers of hardware are made with; SHA-1 is
/// not among them.
package enum HashAlgorithm: String, CaseIterable, Sendable {
  case sha256
  case sha384
  case sha512

  /// Length of a hash.
  package var byteCount: Int {
    switch self {
    case .sha256: 32
    case .sha384: 48
    case .sha512: 64
    }
  }

  /// The hash of `bytes` (`EVP_Digest`).
  package func hash(_ bytes: [UInt8]) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
      // The buffer holds `byteCount` bytes, which is what this algorithm writes.
      let done = unsafe EVP_Digest(bytes, bytes.count, buffer.baseAddress, nil, method, nil)
      precondition(done == 1, "libcrypto has no \(rawValue)")
      count = byteCount
    }
  }

  /// libcrypto's static description, never freed.
  var method: OpaquePointer? {
    switch self {
    case .sha256: unsafe EVP_sha256()
    case .sha384: unsafe EVP_sha384()
    case .sha512: unsafe EVP_sha512()
    }
  }
}
