import Content
import Images
import Linux
import Testing

/// Which image of several is meant: by name, and by platform.
@Suite struct SelectionTests {
  private func fixture(_ content: UInt8, name: String? = nil) -> LayoutFixture {
    var layer = TarBytes()
    layer.add("a", content: [content])
    var fixture = LayoutFixture([layer])
    fixture.name = name
    return fixture
  }

  private func entry(
    _ fixture: LayoutFixture, _ platform: String?, in store: BlobStore, _ workspace: Workspace
  ) throws -> JSONObject {
    var entry = try fixture.put(in: store, workspace)
    if let platform {
      let parts = platform.split(separator: "/").map(String.init)
      entry["platform"] = .object([
        "os": .string(parts[0]), "architecture": .string(parts[1]),
        "variant": parts.count > 2 ? .string(parts[2]) : nil,
      ])
    }
    return entry
  }

  private func index(_ entries: [JSONObject]) -> JSON {
    .object([
      "schemaVersion": .integer(2), "manifests": .array(entries.map { .object($0) }),
      "mediaType": .string("application/vnd.oci.image.index.v1+json"),
    ])
  }

  private func content(_ digest: Digest, _ workspace: Workspace) throws -> UInt8? {
    let root = try workspace.images.rootFileSystem(of: digest).layers[0]
    return try FileDescriptor.open(root + "/a", .readOnly).readAll(limit: 9).first
  }

  @Test func byName() throws {
    let workspace = try Workspace()
    let path = workspace.path + "/layout"
    let store = try BlobStore(at: path)
    let entries = [
      try entry(fixture(1, name: "one"), nil, in: store, workspace),
      try entry(fixture(2, name: "two"), nil, in: store, workspace),
    ]
    try workspace.write(index(entries).canonicalBytes, to: "layout/index.json")
    let two = try workspace.images.importImage(from: path, selecting: "two", reference: nil)
    #expect(try content(two, workspace) == 2)
    #expect(try workspace.images.list().isEmpty)
    let ambiguous = try #require(throws: ImageError.self) {
      try workspace.images.importImage(from: path, reference: "x")
    }
    #expect(ambiguous.code == .ambiguous)
    #expect(ambiguous.mend?.contains("one, two") == true)
    let missing = try #require(throws: ImageError.self) {
      try workspace.images.importImage(from: path, selecting: "three", reference: "x")
    }
    #expect(missing.code == .notFound)
  }

  @Test(arguments: [1, 2]) func byPlatform(_ depth: Int) throws {
    let workspace = try Workspace()
    let store = try BlobStore(at: workspace.path + "/layout")
    let machine = "linux/\(LayoutFixture.machine)"
    var entries = [
      try entry(fixture(1), "unknown/unknown", in: store, workspace),
      try entry(fixture(2), "linux/s390x", in: store, workspace),
      try entry(fixture(3), "windows/\(LayoutFixture.machine)", in: store, workspace),
      try entry(fixture(4), machine, in: store, workspace),
      try entry(fixture(5), machine, in: store, workspace),
    ]
    #if arch(x86_64)
      entries.insert(try entry(fixture(6), machine + "/v3", in: store, workspace), at: 0)
    #endif
    var document = index(entries)
    for _ in 0..<depth {
      let descriptor = try LayoutFixture.descriptor(
        "application/vnd.oci.image.index.v1+json", of: document.canonicalBytes, in: store)
      document = index([descriptor])
    }
    try workspace.write(document.canonicalBytes, to: "layout/index.json")
    let digest = try workspace.images.importImage(
      from: workspace.path + "/layout", reference: "x")
    #expect(try content(digest, workspace) == 4)
  }

  @Test func noneForThisMachine() throws {
    let workspace = try Workspace()
    let store = try BlobStore(at: workspace.path + "/layout")
    let document = index([try entry(fixture(1), "linux/s390x", in: store, workspace)])
    try workspace.write(document.canonicalBytes, to: "layout/index.json")
    let error = try #require(throws: ImageError.self) {
      try workspace.images.importImage(from: workspace.path + "/layout", reference: "x")
    }
    #expect(error.code == .wrongPlatform)
    #expect(error.detail.contains("linux/s390x"))
  }

  @Test func indexThatNamesItself() throws {
    // No index can have its own digest in it, but a chain can be deeper than any image needs.
    let workspace = try Workspace()
    let store = try BlobStore(at: workspace.path + "/layout")
    var document = index([try entry(fixture(1), nil, in: store, workspace)])
    for _ in 0..<6 {
      let descriptor = try LayoutFixture.descriptor(
        "application/vnd.oci.image.index.v1+json", of: document.canonicalBytes, in: store)
      document = index([descriptor])
    }
    try workspace.write(document.canonicalBytes, to: "layout/index.json")
    let error = try #require(throws: ImageError.self) {
      try workspace.images.importImage(from: workspace.path + "/layout", reference: "x")
    }
    #expect(error.code == .unsupportedFormat)
  }
}
