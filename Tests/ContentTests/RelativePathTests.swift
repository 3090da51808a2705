import Content
import Testing

@Suite struct RelativePathTests {
  @Test(
    "Plain paths are admitted",
    arguments: [
      "a", "a.npy", "a/b/c", "...", "..a", "a..", ".hidden", "A-Z_0.9", "-",
      String(repeating: "x", count: 255),
      Array(repeating: "d", count: 32).joined(separator: "/"),
    ])
  func admitted(text: String) {
    #expect(RelativePath(text)?.text == text)
  }

  @Test(
    "Whatever could leave its root, or reads differently elsewhere, is not",
    arguments: [
      "", ".", "..", "/", "/a", "a/", "a//b", "../a", "a/../b", "a/./b", "a b", "a\\b", "a:b",
      "a\u{0}b",
      "é", "a\n", "~", "a*", String(repeating: "x", count: 256),
      Array(repeating: "d", count: 33).joined(separator: "/"),
      Array(repeating: String(repeating: "x", count: 254), count: 5).joined(separator: "/"),
    ])
  func refused(text: String) {
    #expect(RelativePath(text) == nil)
  }
}
