import Sandbox
import Testing

@Suite struct StoredPathTests {
  @Test(
    "Portable relative paths are accepted",
    arguments: ["a", "a.npy", "b/c", "A-Z_0.9/x", ".hidden", "a..b"])
  func accepted(path: String) {
    #expect(StoredPath.problem(with: path) == nil)
  }

  @Test(
    "Anything else is refused",
    arguments: [
      "", "/a", "a/", "a//b", ".", "..", "a/../b", "..a", "a b", "é", "a\n", "a:b", "a\\b",
      String(repeating: "a", count: 256),
      Array(repeating: String(repeating: "a", count: 200), count: 6).joined(separator: "/"),
      Array(repeating: "a", count: 33).joined(separator: "/"),
    ])
  func refused(path: String) {
    #expect(StoredPath.problem(with: path) != nil)
  }

  @Test("The largest that is allowed")
  func boundaries() {
    #expect(StoredPath.problem(with: String(repeating: "a", count: 255)) == nil)
    #expect(
      StoredPath.problem(with: Array(repeating: "a", count: 32).joined(separator: "/")) == nil)
  }
}
