import Crypto
import TestSupport
import Testing

@Suite struct SHA256Tests {
  @Test(
    "FIPS 180-4's examples",
    arguments: [
      ("", "e3b0c442", "7852b855"), ("abc", "ba7816bf", "f20015ad"),
      ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61", "19db06c1"),
    ])
  func examples(text: String, first: String, last: String) {
    let words = SHA256.hash(Array(text.utf8)).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
    #expect(words.prefix(4).joined() == first)
    #expect(words.suffix(4).joined() == last)
  }

  @Test("Bytes hash alike in one piece and in many")
  func pieces() {
    var generator = SeededGenerator()
    let bytes = (0..<10_000).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    var hasher = SHA256()
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Int.random(in: 0...200, using: &generator)
      hasher.update(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    #expect(hasher.finalize() == SHA256.hash(bytes), "seed \(generator.seed)")
  }
}
