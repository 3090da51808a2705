import Content
import TestSupport
import Testing

@Suite struct Base64Tests {
  @Test(
    "RFC 4648 section 10",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func examples(text: String, encoded: String) {
    #expect(Base64.encode(Array(text.utf8)) == encoded)
    #expect(Base64.decode(encoded) == Array(text.utf8))
  }

  @Test(
    "Only what the encoder writes is decoded",
    arguments: [
      "Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm8==", "=Zm8", "Z=m8", "Zm8=Zm8=", "Zm9v\n",
      " Zm9v", "Zm 9", "_-__", "Zm9é", "====", "Zg=A", "A===",
    ])
  func refused(text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test("Bytes of every length and value come back")
  func roundTrip() {
    var generator = SeededGenerator()
    #expect(Base64.decode(Base64.encode(Array(0...255))) == Array(0...255))
    for count in 0..<300 {
      let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      #expect(Base64.decode(Base64.encode(bytes)) == bytes, "seed \(generator.seed)")
    }
  }

  @Test("No two texts decode to the same bytes")
  func injective() {
    var generator = SeededGenerator()
    let original = Array(Base64.encode(Array("some bytes to start from".utf8)).utf8)
    for _ in 0..<SeededGenerator.rounds(20_000, long: 1_000_000) {
      let text = String(decoding: generator.mutation(of: original), as: UTF8.self)
      guard let bytes = Base64.decode(text) else { continue }
      #expect(Base64.encode(bytes) == text, "seed \(generator.seed)")
    }
  }
}
