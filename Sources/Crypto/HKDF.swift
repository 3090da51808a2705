import COpenSSL

/// Keys from shared secrets: HKDF with SHA-256 (RFC 5869).
package enum HKDF {
  /// The most that one derivation gives: 255 hashes.
  package static let largestOutput = 255 * SHA256.byteCount

  /// Extracts from `secret` and `salt`, and expands to `count` bytes for the purpose `info`.
  package static func derive(
    from secret: borrowing SecretBytes, salt: [UInt8] = [], info: [UInt8], count: Int
  ) -> SecretBytes {
    precondition((1...largestOutput).contains(count), "HKDF gives 1 to \(largestOutput) bytes")
    guard let context = unsafe EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nil) else {
      preconditionFailure("libcrypto has no HKDF")
    }
    defer { unsafe EVP_PKEY_CTX_free(context) }
    let ready = unsafe secret.withBytes { key in
      unsafe EVP_PKEY_derive_init(context) == 1
        && EVP_PKEY_CTX_set_hkdf_md(context, EVP_sha256()) == 1
        && EVP_PKEY_CTX_set1_hkdf_salt(context, salt, Int32(salt.count)) == 1
        && EVP_PKEY_CTX_set1_hkdf_key(context, key.baseAddress, Int32(key.count)) == 1
        && EVP_PKEY_CTX_add1_hkdf_info(context, info, Int32(info.count)) == 1
    }
    precondition(ready, "libcrypto refused HKDF's parameters")
    var output = SecretBytes(capacity: count)
    unsafe output.append { room in
      var written = room.count
      let target = unsafe room.bindMemory(to: UInt8.self).baseAddress
      let done = unsafe EVP_PKEY_derive(context, target, &written)
      precondition(done == 1 && written == count, "HKDF failed")
      return written
    }
    return output
  }
}
