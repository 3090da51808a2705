import Content
import Testing

@Suite struct EqualityTests {
  @Test("Bytes are the same if none differs, wherever it is, and the lengths are equal")
  func bytes() {
    for count in 0...40 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
      #expect(bytes.hasSameBytes(as: bytes.map { $0 }))
      #expect(!bytes.hasSameBytes(as: bytes + [0]))
      for index in 0..<count {
        var other = bytes
        other[index] ^= 0x80
        #expect(!bytes.hasSameBytes(as: other), "\(index) of \(count)")
      }
    }
  }

  @Test("Texts that are canonically equivalent are different values and different names")
  func equivalence() {
    let (composed, decomposed) = ("Caf\u{E9} au lait", "Cafe\u{301} au lait")
    #expect(composed == decomposed)
    #expect(JSON.string(composed) != .string(decomposed))
    #expect(JSON.string(composed) == .string("Caf\u{E9} au lait"))
    #expect(JSON.object([composed: .null]) != .object([decomposed: .null]))
  }
}
