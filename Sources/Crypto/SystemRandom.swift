import COpenSSL

/// Unpredictable bytes for keys and nonces (`RAND_bytes`).
package enum SystemRandom {
  /// - Throws: `randomUnavailable` where the system's source gave nothing; never weak bytes.
  package static func bytes(_ count: Int) throws(CryptoError) -> [UInt8] {
    var filled = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      unsafe filled = RAND_bytes(buffer.baseAddress, Int32(count)) == 1
      initialized = filled ? count : 0
    }
    guard filled else {
      throw CryptoError(.randomUnavailable, "libcrypto could not draw \(count) random bytes")
    }
    return bytes
  }
}
