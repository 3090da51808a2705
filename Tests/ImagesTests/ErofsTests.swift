import Content
import Images
import Linux
import Testing

@Suite(.enabled(if: Workspace.has("mkfs.erofs", "fsck.erofs"), "needs erofs-utils"))
struct ErofsTests {
  private var sample: LayoutFixture {
    var layer = TarBytes()
    for name in ["z", "a", "m/x", "m/a"] { layer.add(name, content: Array(name.utf8), time: 77) }
    layer.add("m/hard", type: "1", link: "a")
    layer.add("s", type: "2", link: "m/x")
    layer.add("large", content: [UInt8](repeating: 5, count: 100_000), mode: 0o755)
    return LayoutFixture([layer])
  }

  private func image(_ fixture: LayoutFixture, in workspace: Workspace) throws -> String {
    let layout = try fixture.write(to: workspace)
    let digest = try workspace.images.importImage(from: layout, reference: "x")
    return try workspace.images.erofsImage(of: digest)
  }

  @Test func sameLayersGiveTheSameBytes() throws {
    let first = try Workspace()
    let second = try Workspace()
    var compressed = sample
    compressed.compression = .gzip
    let images = [try image(sample, in: first), try image(compressed, in: second)]
    let digests = try images.map { try Digest.reading(try .open($0, .readOnly)).digest }
    #expect(digests[0] == digests[1])
    var other = TarBytes()
    other.add("other")
    let third = try image(LayoutFixture([other]), in: second)
    #expect(try Digest.reading(try .open(third, .readOnly)).digest != digests[0])
  }

  @Test func holdsTheRoot() throws {
    let workspace = try Workspace()
    let image = try image(sample, in: workspace)
    try workspace.run("fsck.erofs --extract=\(workspace.path)/extracted \(image)")
    let root = try workspace.images.rootFileSystem(of: workspace.images.resolve("x")).layers[0]
    // fsck.erofs does not make hard links.
    let trees = try [workspace.path + "/extracted", root].map { path in
      try Tree(at: path).lines.map { $0.split(separator: " links ")[0] }
    }
    #expect(trees[0] == trees[1])
    #expect(trees[0].count == 13)
  }

  @Test func isKeptAndPrunedWithItsRoot() throws {
    let workspace = try Workspace()
    let image = try image(sample, in: workspace)
    _ = try workspace.images.prune()
    #expect(try workspace.images.erofsImage(of: workspace.images.resolve("x")) == image)
    try workspace.images.remove("x")
    #expect(try workspace.images.prune().roots == 1)
    #expect(try Tree(at: workspace.path + "/cache").lines == ["roots dir 700"])
  }
}
