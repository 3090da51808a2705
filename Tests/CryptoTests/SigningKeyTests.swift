import Crypto
import Testing

@Suite struct SigningKeyTests {
  /// RFC 8032 section 7.1, test 1.
  static let seed: [UInt8] = [
    0x9D, 0x61, 0xB1, 0x9D, 0xEF, 0xFD, 0x5A, 0x60, 0xBA, 0x84, 0x4A, 0xF4, 0x92, 0xEC, 0x2C, 0xC4,
    0x44, 0x49, 0xC5, 0x69, 0x7B, 0x32, 0x69, 0x19, 0x70, 0x3B, 0xAC, 0x03, 0x1C, 0xAE, 0x7F, 0x60,
  ]
  static let publicBytes: [UInt8] = [
    0xD7, 0x5A, 0x98, 0x01, 0x82, 0xB1, 0x0A, 0xB7, 0xD5, 0x4B, 0xFE, 0xD3, 0xC9, 0x64, 0x07, 0x3A,
    0x0E, 0xE1, 0x72, 0xF3, 0xDA, 0xA6, 0x23, 0x25, 0xAF, 0x02, 0x1A, 0x68, 0xF7, 0x07, 0x51, 0x1A,
  ]

  @Test("A seed gives the public key and the signature of the specification")
  func knownAnswer() throws {
    let key = try SigningKey(seed: SecretBytes(Self.seed))
    #expect(key.publicKey.bytes == Self.publicBytes)
    let signature = key.sign([])
    #expect(signature.prefix(4) == [0xE5, 0x56, 0x43, 0x00])
    #expect(key.publicKey.isValid(signature, for: []))
  }

  @Test("Fresh keys differ, and sign what only they verify")
  func freshKeys() throws {
    let (first, second) = (try SigningKey(), try SigningKey())
    #expect(first.publicKey != second.publicKey)
    let message = Array("message".utf8)
    let signature = first.sign(message)
    #expect(signature == first.sign(message))
    #expect(first.publicKey.isValid(signature, for: message))
    #expect(!second.publicKey.isValid(signature, for: message))
    #expect(!first.publicKey.isValid(signature, for: message + [0]))
  }

  @Test("Every single changed bit of a signature breaks it")
  func changedBits() throws {
    let key = try SigningKey(seed: SecretBytes(Self.seed))
    let message = Array("message".utf8)
    let signature = key.sign(message)
    for bit in 0..<(8 * signature.count) {
      var changed = signature
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(!key.publicKey.isValid(changed, for: message), "bit \(bit)")
    }
  }

  @Test("A signature of another length is none", arguments: [0, 1, 32, 63, 65, 128])
  func lengths(count: Int) throws {
    let key = try SigningKey(seed: SecretBytes(Self.seed))
    let signature = key.sign([1]) + [UInt8](repeating: 0, count: 64)
    #expect(!key.publicKey.isValid(Array(signature.prefix(count)), for: [1]))
  }

  @Test("A seed of another length is refused", arguments: [0, 31, 33, 64])
  func seedLengths(count: Int) {
    #expect(throws: CryptoError.self) {
      try SigningKey(seed: SecretBytes([UInt8](repeating: 1, count: count)))
    }
  }

  @Test("One key may sign and check on many threads at once, over and over")
  func concurrentSigning() async throws {
    let key = try SigningKey()
    let prepared = PreparedPublicKey(key.publicKey)
    await withTaskGroup(of: Bool.self) { group in
      for number in 0..<64 {
        group.addTask {
          let message = [UInt8](repeating: UInt8(number), count: 100)
          return (0..<100).allSatisfy { _ in prepared.isValid(key.sign(message), for: message) }
        }
      }
      for await valid in group { #expect(valid) }
    }
  }

  @Test("Random bytes have the length asked for and do not repeat")
  func random() throws {
    #expect(try SystemRandom.bytes(0).isEmpty)
    let (first, second) = (try SystemRandom.bytes(32), try SystemRandom.bytes(32))
    #expect(first.count == 32)
    #expect(first != second)
  }
}
