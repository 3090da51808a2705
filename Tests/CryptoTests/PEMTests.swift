import Crypto
import Testing

@Suite struct PEMTests {
  static func text(_ body: String, _ label: String) -> [UInt8] {
    Array("-----BEGIN \(label)-----\n\(body)\n-----END \(label)-----\n".utf8)
  }

  /// The private key of RFC 8410 section 10.3, which that document calls broken beyond use.
  static let document = text(
    "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC", "PRIVATE KEY")
  /// An X25519 key in the same form.
  static let otherAlgorithm = text(
    "MC4CAQAwBQYDK2VuBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC", "PRIVATE KEY")

  @Test("A key survives being written and read")
  func roundTrip() throws {
    let key = try SigningKey()
    #expect(try SigningKey(pem: key.pem).publicKey == key.publicKey)
    #expect(try PublicKey(pem: key.publicKey.pem) == key.publicKey)
  }

  @Test("The specification's example has the specification's public key")
  func example() throws {
    let key = try SigningKey(pem: SecretBytes(Self.document))
    let expected = Self.text(
      "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=", "PUBLIC KEY")
    #expect(key.publicKey.pem == expected)
    #expect(key.pem.copy == Self.document)
  }

  @Test("Text cut anywhere inside its base64 is no key")
  func truncated() {
    for count in stride(from: 0, to: Self.document.count - 30, by: 7) {
      #expect(throws: CryptoError.self, "\(count) bytes") {
        try SigningKey(pem: SecretBytes(Array(Self.document.prefix(count))))
      }
    }
  }

  @Test("A key of another algorithm is named as such")
  func wrongType() {
    let error = #expect(throws: CryptoError.self) {
      try SigningKey(pem: SecretBytes(Self.otherAlgorithm))
    }
    #expect(error?.code == .wrongKeyType)
    #expect(error?.detail.contains("X25519") == true)
  }

  @Test("A public key in the place of a private one, and the reverse, is refused")
  func swapped() throws {
    let key = try SigningKey()
    #expect(throws: CryptoError.self) { try SigningKey(pem: SecretBytes(key.publicKey.pem)) }
    #expect(throws: CryptoError.self) { try PublicKey(pem: key.pem.copy) }
  }

  @Test("An encrypted key is refused without asking for its password")
  func encrypted() {
    let body =
      "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiQp2h1Hq0JxgICCAAwDAYIKoZIhvcNAgkFADAd"
      + "BglghkgBZQMEASoEEA=="
    let error = #expect(throws: CryptoError.self) {
      try SigningKey(pem: SecretBytes(Self.text(body, "ENCRYPTED PRIVATE KEY")))
    }
    #expect(error?.code == .malformedKey)
  }

  @Test("A public key of small order is refused in PEM, too")
  func smallOrder() {
    let body = "MCowBQYDK2VwAyEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    let error = #expect(throws: CryptoError.self) {
      try PublicKey(pem: Self.text(body, "PUBLIC KEY"))
    }
    #expect(error?.code == .invalidPublicKey)
  }
}
