import COpenSSL

/// HMAC-SHA-256 (RFC 2104) of whole messages.
package enum HMAC {
  package static let byteCount = 32

  /// The code of `message` under `key`: 32 bytes.
  package static func code(of message: [UInt8], key: borrowing SecretBytes) -> [UInt8] {
    unsafe key.withBytes { key in
      unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { target, count in
        var written: UInt32 = 0
        let done = unsafe COpenSSL.HMAC(
          EVP_sha256(), key.baseAddress, Int32(key.count), message, message.count,
          target.baseAddress, &written)
        precondition(unsafe done != nil && Int(written) == byteCount, "HMAC-SHA-256 failed")
        count = byteCount
      }
    }
  }

  /// Whether `code` is the code of `message`; takes the same time wherever the two differ.
  package static func verify(
    _ code: [UInt8], of message: [UInt8], key: borrowing SecretBytes
  ) -> Bool {
    let expected = Self.code(of: message, key: key)
    guard code.count == byteCount else { return false }
    return unsafe CRYPTO_memcmp(code, expected, byteCount) == 0
  }
}
