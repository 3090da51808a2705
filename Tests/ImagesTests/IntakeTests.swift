import Content
import Images
import Linux
import Testing

/// Layouts that lie about their blobs, and layouts with several images.
@Suite struct IntakeTests {
  private var sample: LayoutFixture {
    var layer = TarBytes()
    layer.add("a", content: [1, 2, 3])
    return LayoutFixture([layer])
  }

  private func code(
    _ fixture: LayoutFixture, _ prepare: (Workspace) throws -> Void = { _ in }
  ) throws -> ImageError.Code {
    let workspace = try Workspace()
    let layout = try fixture.write(to: workspace)
    try prepare(workspace)
    let error = try #require(throws: ImageError.self) {
      try workspace.images.importImage(from: layout, reference: "x")
    }
    #expect(try workspace.images.list().isEmpty)
    return error.code
  }

  @Test func configurationIsReported() throws {
    let workspace = try Workspace()
    let layout = try sample.write(to: workspace)
    let digest = try workspace.images.importImage(from: layout, reference: "x")
    #expect(
      try workspace.images.rootFileSystem(of: digest).configuration
        == ImageConfiguration(environment: ["A=1"], command: ["/bin/sh"]))
    let size = try workspace.images.list().map(\.size)
    #expect(size.count == 1 && size[0] > 2_000)
  }

  @Test(arguments: ["gzip", "cat", "zstd -q"]) func archiveOfALayout(_ pack: String) throws {
    let workspace = try Workspace()
    let layout = try sample.write(to: workspace)
    try workspace.run("tar -C layout -c . | \(pack) >image.tar")
    let fromArchive = try workspace.images.importImage(
      from: workspace.path + "/image.tar", reference: "a")
    #expect(try workspace.images.importImage(from: layout, reference: "b") == fromArchive)
  }

  @Test func everyFlippedByteOfABlobIsSeen() throws {
    let workspace = try Workspace()
    let layout = try sample.write(to: workspace)
    try workspace.run("chmod u+w layout/blobs/sha256/*")
    let blobs = try FileDescriptor.open(layout + "/blobs/sha256", [.readOnly, .directory])
    for name in try blobs.entries() {
      let path = "layout/blobs/sha256/\(name)"
      let original = try workspace.read(path)
      for index in stride(from: 0, to: original.count, by: max(1, original.count / 20)) {
        var changed = original
        changed[index] ^= 0x10
        try workspace.write(changed, to: path)
        let other = try Workspace()
        let error = try #require(throws: ImageError.self) {
          try other.images.importImage(from: layout, reference: "x")
        }
        #expect(error.code == .mismatch, "\(name) byte \(index): \(error)")
        try workspace.run("rm -f image.tar && tar -C layout -cf image.tar .")
        let archived = try #require(throws: ImageError.self) {
          try other.images.importImage(from: workspace.path + "/image.tar", reference: "x")
        }
        #expect(archived.code == .mismatch, "archived \(name) byte \(index): \(archived)")
      }
      try workspace.write(original, to: path)
    }
    _ = try workspace.images.importImage(from: layout, reference: "x")
  }

  @Test(arguments: ["rm", "truncate -s -1", "truncate -s +1"])
  func refusesMissingAndResizedBlobs(_ command: String) throws {
    let count = 3
    for index in 1...count {
      let found = try code(sample) { workspace in
        try workspace.run(
          "cd layout/blobs/sha256 && chmod u+w * && \(command) $(ls | sed -n \(index)p)")
      }
      #expect(found == (command == "rm" ? .notFound : .mismatch))
    }
  }

  @Test func refusesBlobsThatAreNotFiles() throws {
    for replacement in ["ln -s /etc/passwd $f", "mkfifo $f", "mkdir $f"] {
      let found = try code(sample) { workspace in
        try workspace.run(
          "cd layout/blobs/sha256 && for f in *; do rm $f; \(replacement); done")
      }
      #expect(found == .system)
    }
  }

  @Test(arguments: [-1, 1, 1 << 50]) func refusesLyingSizes(_ change: Int64) throws {
    var entry = sample
    entry.changeEntry = { $0["size"] = Self.sum($0["size"], change) }
    #expect(try code(entry) == (change > 1 ? .limitExceeded : .mismatch))
    for member in ["config", "layers"] {
      var manifest = sample
      manifest.changeManifest = { manifest in
        manifest[member] = Self.resized(manifest[member], change)
      }
      #expect(try code(manifest) == (change > 1 ? .limitExceeded : .mismatch))
    }
  }

  private static func sum(_ size: JSON?, _ change: Int64) -> JSON? {
    guard case .number(let number)? = size else { return nil }
    return .integer(Int64(number) + change)
  }

  private static func resized(_ value: JSON?, _ change: Int64) -> JSON? {
    switch value {
    case .array(let elements)?: return .array(elements.compactMap { resized($0, change) })
    case .object(var object)?:
      object["size"] = sum(object["size"], change)
      return .object(object)
    default: return value
    }
  }

  @Test func refusesWrongDiffIDs() throws {
    var wrong = sample
    wrong.diffIDs = [Digest(of: [1]).description]
    #expect(try code(wrong) == .mismatch)
    wrong.diffIDs = []
    #expect(try code(wrong) == .mismatch)
    wrong.diffIDs = ["sha512:00"]
    #expect(try code(wrong) == .invalidDocument)
  }

  @Test func refusesOtherMachines() throws {
    var other = sample
    other.architecture = "riscv64"
    #expect(try code(other) == .wrongPlatform)
    other = sample
    other.system = "windows"
    #expect(try code(other) == .wrongPlatform)
  }

  @Test func refusesOtherMediaTypes() throws {
    var artifact = sample
    artifact.changeEntry = { $0["mediaType"] = .string("application/x") }
    #expect(try code(artifact) == .unsupportedFormat)
    var encrypted = sample
    encrypted.changeManifest = { manifest in
      guard case .array(let layers)? = manifest["layers"], case .object(var layer)? = layers.first
      else { return }
      layer["mediaType"] = .string("application/vnd.oci.image.layer.v1.tar+encrypted")
      manifest["layers"] = .array([.object(layer)])
    }
    #expect(try code(encrypted) == .invalidDocument)
  }

  @Test func refusesWhatIsNoImage() throws {
    let workspace = try Workspace()
    try workspace.write(Array("hello".utf8), to: "text")
    try workspace.run("mkdir empty && tar -cf other.tar text && mkfifo fifo")
    for (path, code) in [
      ("missing", ImageError.Code.notFound), ("empty", .unsupportedFormat),
      ("text", .invalidDocument), ("other.tar", .unsupportedFormat), ("fifo", .system),
    ] {
      let error = try #require(throws: ImageError.self) {
        try workspace.images.importImage(from: "\(workspace.path)/\(path)", reference: "x")
      }
      #expect(error.code == code, "\(error)")
    }
  }

  @Test func refusesArchivesThatAreOdd() throws {
    let workspace = try Workspace()
    let layouts = [
      "twice": "cd layout && tar -cf ../image.tar oci-layout ./oci-layout",
      "loop":
        "mkdir l && cd l && ln -s b a && ln -s a b && ln -s a manifest.json && tar -cf ../image.tar .",
      "climbs": "mkdir m && cd m && ln -s ../manifest.json x && tar -cf ../image.tar .",
      "device": "mkdir n && mkfifo n/p && tar -C n -cf image.tar .",
    ]
    try sample.write(to: workspace)
    for (what, command) in layouts {
      try workspace.run(command)
      let error = try #require(throws: ImageError.self) {
        try workspace.images.importImage(from: workspace.path + "/image.tar", reference: "x")
      }
      #expect(error.code == .unsafeEntry, "\(what): \(error)")
    }
  }
}
