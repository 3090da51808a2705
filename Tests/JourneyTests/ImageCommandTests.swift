import Content
import TestSupport
import Testing

/// `assay image` from building to pruning, in a workspace of its own.
@Suite struct ImageCommandTests {
  @Test("An image is listed until it is removed, and its blobs go with the next pruning")
  func life() throws {
    let workspace = try JourneyWorkspace()
    #expect(try names(workspace) == ["busybox"])
    #expect(try pruned(workspace) == 0)
    #expect(try workspace.run(["image", "remove", "busybox"]).code == 0)
    #expect(try names(workspace) == [])
    #expect(try pruned(workspace) > 0)
  }

  @Test("An unknown name and a file that is no image are refused")
  func refusals() throws {
    let workspace = try JourneyWorkspace.shared.get()
    let unknown = try workspace.run(["image", "remove", "no-such-image"])
    #expect(unknown.code == 2 && unknown.standardError.contains("no-such-image"))
    let archive = try workspace.run(["image", "import", "/bin/busybox", "--name", "x", "--json"])
    #expect(archive.code == 2)
    let document = JSONField(try JSON(parsing: Array(archive.standardOutput.utf8)))
    #expect(try document.tag("error").tag("exitCode").integer(in: 0...5) == 2)
  }

  private func names(_ workspace: JourneyWorkspace) throws -> [String] {
    let answer = try workspace.run(["image", "list", "--json"])
    let document = JSONField(try JSON(parsing: Array(answer.standardOutput.utf8)))
    return try document.tag("images").elements(atMost: 16).map { try $0.tag("name").string() }
  }

  private func pruned(_ workspace: JourneyWorkspace) throws -> Int64 {
    let answer = try workspace.run(["image", "prune", "--json"])
    let document = JSONField(try JSON(parsing: Array(answer.standardOutput.utf8)))
    return try document.tag("blobs").integer(in: 0...1000)
  }
}
