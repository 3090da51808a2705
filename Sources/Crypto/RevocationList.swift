import COpenSSL

/// An X.509 revocation list (RFC 5280 section 5), read but not yet believed: whoever checks a chain
/// with it checks its signature and dates.
@safe package final class RevocationList: Sendable {
  // Owned by this object alone and only read after init.
  nonisolated(unsafe) let handle: OpaquePointer

  /// Reads a list in DER with nothing behind its end, or in PEM.
  ///
  /// - Throws: `malformedRevocationList`.
  package init(_ bytes: [UInt8]) throws(CryptoError) {
    let isText = bytes.starts(with: "-----BEGIN ".utf8)
    let handle = unsafe isText ? Self.text(bytes) : Self.binary(bytes)
    ERR_clear_error()
    guard let handle = unsafe handle else {
      throw CryptoError(
        .malformedRevocationList, "\(bytes.count) bytes are no revocation list in DER or PEM")
    }
    unsafe self.handle = handle
  }

  deinit {
    unsafe X509_CRL_free(handle)
  }

  private static func text(_ bytes: [UInt8]) -> OpaquePointer? {
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe PEM.read(bytes) { bio in
        unsafe PEM_read_bio_X509_CRL(bio, nil, PEM.refusePassword, nil)
      }
    }
  }

  private static func binary(_ bytes: [UInt8]) -> OpaquePointer? {
    let (handle, isWhole) = unsafe DEREncoding.read(bytes) { unsafe d2i_X509_CRL(nil, $0, $1) }
    if let handle = unsafe handle, !isWhole {
      unsafe X509_CRL_free(handle)
      return nil
    }
    return unsafe handle
  }
}
