import Content
import Testing

@Suite struct DigestTests {
  static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

  @Test("A digest is written and read in one form")
  func form() {
    #expect(Digest(of: []).description == "sha256:" + Self.empty)
    #expect(Digest("sha256:" + Self.empty) == Digest(of: []))
    #expect(Digest(hexadecimal: Self.empty) == Digest(of: []))
  }

  @Test(
    "Other algorithms, cases and lengths are refused",
    arguments: [
      "", "sha256:", empty, "SHA256:" + empty, "sha256:" + empty.uppercased(), "sha512:" + empty,
      "sha256:" + empty.dropLast(), "sha256:" + empty + "0", "sha256: " + empty.dropLast(),
      "sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709", "sha256:sha256:" + empty,
    ])
  func refused(text: String) {
    #expect(Digest(text) == nil)
  }

  @Test("Hexadecimal is strict", arguments: ["0", "0g", "AB", "0x00", " 00", "00 ", "é0"])
  func hexadecimal(text: String) {
    #expect(Hexadecimal.decode(text) == nil)
  }
}
