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

  /// Secret bytes (`RAND_priv_bytes`), wiped when their owner ends.
  ///
  /// - Throws: `randomUnavailable`, as `bytes` does.
  package static func secret(_ count: Int) throws(CryptoError) -> SecretBytes {
    var secret = SecretBytes(capacity: count)
    let drawn = unsafe secret.append { room in
      unsafe RAND_priv_bytes(room.baseAddress, Int32(count)) == 1 ? count : 0
    }
    guard drawn == count else {
      throw CryptoError(.randomUnavailable, "libcrypto could not draw a key's random bytes")
    }
    return secret
  }
}
