import COpenSSL

extension VerificationKey {
  /// The one encoding of `key` as SubjectPublicKeyInfo that is accepted: points not compressed. It is
  /// put together here, since libcrypto's encoders take longer than checking a signature.
  static func encoding(of key: OpaquePointer, _ algorithm: Algorithm) -> [UInt8]? {
    let content: [UInt8]?
    if let size = algorithm.coordinateByteCount {
      content = unsafe point(of: key, size: 2 * size + 1)
    } else {
      guard let modulus = unsafe number("n", of: key), let exponent = unsafe number("e", of: key)
      else { return nil }
      content = DERWriter.sequence(DERWriter.integer(modulus), DERWriter.integer(exponent))
    }
    return content.map { DERWriter.sequence(algorithm.identifier, DERWriter.bitString($0)) }
  }

  /// 04, x and y (SEC 1, section 2.3.3); nil in another form.
  private static func point(of key: OpaquePointer, size: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: size + 1)
    var count = 0
    guard
      unsafe EVP_PKEY_get_octet_string_param(key, "pub", &bytes, bytes.count, &count) == 1,
      count == size, bytes[0] == 0x04
    else { return nil }
    return Array(bytes[..<count])
  }

  /// Big-endian, without leading zeros.
  private static func number(_ name: String, of key: OpaquePointer) -> [UInt8]? {
    var number: OpaquePointer?
    guard unsafe EVP_PKEY_get_bn_param(key, name, &number) == 1 else { return nil }
    defer { unsafe BN_free(number) }
    var bytes = [UInt8](repeating: 0, count: (Int(unsafe BN_num_bits(number)) + 7) / 8)
    unsafe BN_bn2bin(number, &bytes)
    return bytes
  }
}
