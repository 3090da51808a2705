import Content
import Images
import Linux
import Testing

@Suite struct ReferenceTests {
  private func build(_ content: UInt8, as name: String, in workspace: Workspace) throws -> Digest {
    let file = "tool\(content)"
    try workspace.write(ElfBytes(tail: [content]).bytes, to: file)
    try workspace.run("mkdir -p \(content) && cp \(file) \(content)/tool")
    return try workspace.images.build(
      executable: "\(workspace.path)/\(content)/tool", reference: name)
  }

  @Test func aNameMovesAndGoes() throws {
    let workspace = try Workspace()
    let first = try build(1, as: "a", in: workspace)
    let second = try build(2, as: "b", in: workspace)
    #expect(try workspace.images.list().map(\.name) == ["a", "b"])
    _ = try build(2, as: "a", in: workspace)
    #expect(try workspace.images.resolve("a") == second)
    #expect(try workspace.images.resolve(first.description) == first)
    try workspace.images.remove("a")
    #expect(try workspace.images.list().map(\.name) == ["b"])
    for unknown in ["a", Digest(of: []).description] {
      let error = try #require(throws: ImageError.self) { try workspace.images.resolve(unknown) }
      #expect(error.code == .notFound)
    }
    #expect(throws: ImageError.self) { try workspace.images.remove("a") }
  }

  @Test func aBlobThatIsNoManifestDoesNotResolve() throws {
    let workspace = try Workspace()
    let digest = try workspace.blobs.put(Array("{}".utf8))
    let error = try #require(throws: ImageError.self) {
      try workspace.images.resolve(digest.description)
    }
    #expect(error.code == .invalidDocument)
  }

  @Test func concurrentWritersLoseNothing() async throws {
    let workspace = try Workspace()
    let count = 24
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<count {
        group.addTask { _ = try build(UInt8(index % 5), as: "name-\(index)", in: workspace) }
      }
      try await group.waitForAll()
    }
    let expected = (0..<count).map { "name-\($0)" }.sorted()
    #expect(try workspace.images.list().map(\.name) == expected)
    let temporary = try Tree(at: workspace.path).lines.filter { $0.contains(".tmp") }
    #expect(temporary.isEmpty)
  }

  @Test func whatOthersWroteIntoTheIndexStays() throws {
    let workspace = try Workspace()
    _ = try build(1, as: "a", in: workspace)
    let text = String(decoding: try workspace.read("store/index.json"), as: UTF8.self)
    let marked = text.replacing(
      "{\"annotations\":{", with: "{\"annotations\":{\"com.example.note\":\"kept\",")
    #expect(marked != text)
    try workspace.write(Array(marked.utf8), to: "store/index.json")
    _ = try build(2, as: "b", in: workspace)
    let after = String(decoding: try workspace.read("store/index.json"), as: UTF8.self)
    #expect(after.contains("\"com.example.note\":\"kept\""))
  }

  @Test func aDamagedIndexIsReported() throws {
    let workspace = try Workspace()
    try workspace.write(Array("{\"manifests\":[{}]}".utf8), to: "store/index.json")
    let error = try #require(throws: ImageError.self) { try workspace.images.list() }
    #expect(error.code == .invalidDocument)
    #expect(error.detail.contains("manifests[0]"))
  }
}
