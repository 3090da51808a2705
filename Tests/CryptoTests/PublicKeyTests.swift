import Crypto
import Testing

@Suite struct PublicKeyTests {
  /// 32 bytes, all `fill` but for the first and the last.
  static func encoding(first: UInt8, fill: UInt8, last: UInt8) -> [UInt8] {
    [first] + [UInt8](repeating: fill, count: 30) + [last]
  }

  @Test(
    "Points of small order and encodings beyond the prime are no keys",
    arguments: [
      encoding(first: 0, fill: 0, last: 0), encoding(first: 0, fill: 0, last: 0x80),
      encoding(first: 1, fill: 0, last: 0), encoding(first: 1, fill: 0, last: 0x80),
      encoding(first: 0xEC, fill: 0xFF, last: 0x7F), encoding(first: 0xEC, fill: 0xFF, last: 0xFF),
      encoding(first: 0xED, fill: 0xFF, last: 0x7F), encoding(first: 0xED, fill: 0xFF, last: 0xFF),
      encoding(first: 0xEE, fill: 0xFF, last: 0x7F), encoding(first: 0xFF, fill: 0xFF, last: 0xFF),
      encoding(first: 0xF0, fill: 0xFF, last: 0x7F),
    ])
  func inadmissible(bytes: [UInt8]) {
    #expect(PublicKey(bytes) == nil)
  }

  @Test("A key has 32 bytes", arguments: [0, 31, 33, 64])
  func lengths(count: Int) {
    #expect(PublicKey([UInt8](repeating: 9, count: count)) == nil)
  }

  @Test("Bytes that are no point of the curve verify nothing")
  func notOnCurve() throws {
    // y = 2 gives no square for x².
    let key = try #require(PublicKey(Self.encoding(first: 2, fill: 0, last: 0)))
    #expect(!key.isValid([UInt8](repeating: 1, count: 64), for: []))
  }

  @Test("The largest canonical y below that of order two is admitted")
  func largestOrdinate() {
    #expect(PublicKey(Self.encoding(first: 0xEB, fill: 0xFF, last: 0x7F)) != nil)
  }

  @Test("A fingerprint is the SHA-256 of the raw bytes")
  func fingerprint() throws {
    let key = try SigningKey().publicKey
    #expect(key.fingerprint == SHA256.hash(key.bytes))
  }
}
