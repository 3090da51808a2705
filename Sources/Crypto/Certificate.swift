import COpenSSL

/// An X.509 certificate (RFC 5280), read but not yet believed: see `TrustAnchors.refusals`.
@safe package final class Certificate: Sendable {
  /// The certificate's own bytes.
  package let der: [UInt8]
  // Owned by this object alone and only read after init; libcrypto fills its caches under a lock.
  nonisolated(unsafe) let handle: OpaquePointer

  /// Takes over `handle`.
  private init(adopting handle: OpaquePointer) {
    unsafe self.handle = handle
    der = unsafe DEREncoding.bytes { unsafe i2d_X509(handle, $0) }
  }

  /// Reads one certificate in DER with nothing behind its end.
  ///
  /// - Throws: `malformedCertificate`.
  package convenience init(der bytes: [UInt8]) throws(CryptoError) {
    let (handle, isWhole) = unsafe DEREncoding.read(bytes) { unsafe d2i_X509(nil, $0, $1) }
    ERR_clear_error()
    guard let handle = unsafe handle else {
      throw CryptoError(.malformedCertificate, "\(bytes.count) bytes are no certificate in DER")
    }
    unsafe self.init(adopting: handle)
    guard isWhole else {
      throw CryptoError(.malformedCertificate, "bytes follow the end of a certificate")
    }
  }

  /// Reads every certificate in a text of PEM, in its order: one at least, `limit` at most, and none
  /// that is damaged.
  ///
  /// - Parameter known: stand for those with the same bytes, since libcrypto takes longer to read a
  ///   certificate than to check a signature with it.
  /// - Throws: `malformedCertificate`.
  package static func chain(
    pem text: [UInt8], atMost limit: Int = 8, known: [Certificate] = []
  ) throws(CryptoError) -> [Certificate] {
    var certificates: [Certificate] = []
    var isWhole = false
    unsafe text.withUnsafeBytes { bytes in
      guard let bio = unsafe BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)) else { return }
      defer {
        unsafe BIO_free_all(bio)
        ERR_clear_error()
      }
      while certificates.count <= limit, let next = unsafe Self.next(in: bio, known) {
        certificates.append(next)
      }
      // At the end of the text there is nothing more that starts; a damaged block says otherwise.
      isWhole = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE
    }
    guard isWhole, (1...limit).contains(certificates.count) else {
      throw CryptoError(
        .malformedCertificate, "expected 1 to \(limit) certificates in PEM (“BEGIN CERTIFICATE”)")
    }
    return certificates
  }

  /// The next certificate of a text of PEM; nil at its end and where one is damaged.
  private static func next(in bio: OpaquePointer, _ known: [Certificate]) -> Certificate? {
    var data: UnsafeMutablePointer<UInt8>?
    var count = 0
    let isRead = unsafe PEM_bytes_read_bio(
      &data, &count, nil, PEM_STRING_X509, bio, PEM.refusePassword, nil)
    guard isRead == 1, let data = unsafe data else { return nil }
    defer { unsafe CRYPTO_free(data, nil, 0) }
    let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
    if let certificate = known.first(where: { $0.der == bytes }) { return certificate }
    let (handle, _) = unsafe DEREncoding.read(bytes) { unsafe d2i_X509(nil, $0, $1) }
    return unsafe handle.map { unsafe Certificate(adopting: $0) }
  }

  deinit {
    unsafe X509_free(handle)
  }

  /// SHA-256 of the whole certificate.
  package var fingerprint: [UInt8] { SHA256.hash(der) }

  /// Nil where it is of a kind that `VerificationKey` does not admit.
  package var publicKey: VerificationKey? {
    // Both belong to the certificate; the key is shared with it.
    guard let key = unsafe X509_get0_pubkey(handle),
      let encoded = unsafe X509_get_X509_PUBKEY(handle), unsafe EVP_PKEY_up_ref(key) == 1
    else { return nil }
    let encoding = unsafe DEREncoding.bytes { unsafe i2d_X509_PUBKEY(encoded, $0) }
    return unsafe try? VerificationKey(adopting: key, readFrom: encoding)
  }

  /// What the extension `identifier` (dotted decimal) holds, without its OCTET STRING; nil where
  /// there is none, or more than one.
  package func extensionValue(_ identifier: String) -> [UInt8]? {
    guard let object = unsafe OBJ_txt2obj(identifier, 1) else { return nil }
    defer { unsafe ASN1_OBJECT_free(object) }
    let index = unsafe X509_get_ext_by_OBJ(handle, object, -1)
    guard index >= 0, unsafe X509_get_ext_by_OBJ(handle, object, index) < 0,
      let found = unsafe X509_get_ext(handle, index),
      let value = unsafe X509_EXTENSION_get_data(found),
      let start = unsafe ASN1_STRING_get0_data(value)
    else { return nil }
    // The string belongs to the certificate, which outlives this copy.
    return unsafe Array(
      UnsafeBufferPointer(start: start, count: Int(ASN1_STRING_length(value))))
  }

  /// The subject's common name; nil where it has none or several.
  package var commonName: String? {
    guard let name = unsafe X509_get_subject_name(handle) else { return nil }
    let index = unsafe X509_NAME_get_index_by_NID(name, NID_commonName, -1)
    guard index >= 0, unsafe X509_NAME_get_index_by_NID(name, NID_commonName, index) < 0,
      let entry = unsafe X509_NAME_get_entry(name, index),
      let value = unsafe X509_NAME_ENTRY_get_data(entry),
      let start = unsafe ASN1_STRING_get0_data(value)
    else { return nil }
    let bytes = unsafe UnsafeBufferPointer(start: start, count: Int(ASN1_STRING_length(value)))
    return unsafe String(validating: bytes, as: UTF8.self)
  }
}
