package import Crypto

extension PublicKey {
  /// How a key is named beside a signature: the SHA-256 of its 32 raw bytes in hexadecimal.
  package var keyID: String { Hexadecimal.encode(fingerprint) }

  /// The 32 raw bytes in hexadecimal, as statements and leases hold a key.
  package var hexadecimal: String { Hexadecimal.encode(bytes) }

  /// Reads 64 lower-case hexadecimal digits; nil for those, too, that are no proper key.
  package init?(hexadecimal: String) {
    guard let bytes = Hexadecimal.decode(hexadecimal) else { return nil }
    self.init(bytes)
  }
}
