import Content
import Jobs
import Testing

@Suite struct OutputsTests {
  @Test("A file covers itself, a directory every file below it, and nothing else is covered")
  func coverage() throws {
    let outputs = try Outputs(declared: JSONField(.strings(["c.npy", "logs/", "a/b/", "a/c"])))
    let covered = ["c.npy", "logs/x", "logs/x/y", "a/b/c", "a/c"]
    let others = ["logs", "c.npy/x", "logsx", "a", "a/b", "a/bc", "a/c/d", "x/logs/y"]
    for (texts, isCovered) in [(covered, true), (others, false)] {
      for text in texts {
        let path = try #require(RelativePath(text))
        #expect(outputs.cover(path) == isCovered, "\(text)")
      }
    }
    #expect(outputs.files.map(\.text) == ["a/c", "c.npy"])
  }
}
