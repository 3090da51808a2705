import Content
import Images
import Linux
import Testing

@Suite struct PruneTests {
  private func sample(_ content: UInt8, as name: String, in workspace: Workspace) throws -> Digest {
    var layer = TarBytes()
    layer.add("a", content: [content])
    let layout = try LayoutFixture([layer]).write(to: workspace, "layout-\(content)")
    return try workspace.images.importImage(from: layout, reference: name)
  }

  @Test func keepsWhatNamesAndJobsNeed() throws {
    let workspace = try Workspace()
    let named = try sample(1, as: "named", in: workspace)
    let kept = try sample(2, as: "kept", in: workspace)
    let doomed = try sample(3, as: "doomed", in: workspace)
    let input = try workspace.blobs.put([1, 2, 3])
    let stray = try workspace.blobs.put([4, 5, 6])
    for name in ["kept", "doomed"] { try workspace.images.remove(name) }
    try workspace.run("echo x >store/blobs/sha256/.blob.1.tmp; mkdir -p cache/roots/.x.tmp/y")
    let report = try workspace.images.prune(keeping: [kept, input])
    // Layer and manifest of the doomed image, its configuration, and the stray blob.
    #expect(report.blobs == 4)
    #expect(report.roots == 1)
    #expect(report.bytes > 2_048)
    #expect(try workspace.blobs.contains(input))
    #expect(try !workspace.blobs.contains(stray))
    #expect(try !workspace.blobs.contains(doomed))
    for digest in [named, kept] {
      let root = try workspace.images.rootFileSystem(of: digest)
      #expect(try Tree(at: root.layers[0])["a"] != nil)
    }
    let again = try workspace.images.prune(keeping: [kept, input])
    #expect(again == PruneReport(blobs: 0, roots: 0, bytes: 0))
    let leavings = try Tree(at: workspace.path).lines.filter { $0.contains(".tmp") }
    #expect(leavings.isEmpty)
  }

  @Test func waitsForNobody() throws {
    let workspace = try Workspace()
    _ = try sample(1, as: "a", in: workspace)
    do {
      let first = try workspace.images.hold()
      let second = try workspace.images.hold()
      let error = try #require(throws: ImageError.self) { try workspace.images.prune() }
      #expect(error.code == .busy)
      _ = consume first
      #expect(throws: ImageError.self) { try workspace.images.prune() }
      _ = consume second
    }
    #expect(try workspace.images.prune().blobs == 0)
  }

  @Test func followsLongChains() throws {
    let workspace = try Workspace()
    var last = try workspace.blobs.put([0])
    for _ in 0..<5_000 {
      let link: JSON = .object(["digest": .string(last.description)])
      last = try workspace.blobs.put(link.canonicalBytes)
    }
    #expect(try workspace.images.prune(keeping: [last]).blobs == 0)
    #expect(try workspace.images.prune().blobs == 5_001)
  }
}
