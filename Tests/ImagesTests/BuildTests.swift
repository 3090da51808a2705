import Content
import Images
import Linux
import TestSupport
import Testing

@Suite struct BuildTests {
  @Test func sameBytesGiveTheSameDigest() throws {
    let first = try Workspace()
    let second = try Workspace()
    for workspace in [first, second] {
      try workspace.write(ElfBytes().bytes, to: "tool", permissions: 0o755)
      try workspace.write(Array("x".utf8), to: "data")
    }
    try second.run("touch -d 2001-01-01 tool data && chmod 700 tool && chmod 600 data")
    let digests = try [first, second].map { workspace in
      try workspace.images.build(
        executable: workspace.path + "/tool",
        files: ["share/a/data": workspace.path + "/data"], reference: "tool")
    }
    #expect(digests[0] == digests[1])
    // Held by value too: a change of the format must be seen and meant.
    let other = try first.images.build(executable: first.path + "/tool", reference: "other")
    #expect(other != digests[0])
    #expect(try first.images.resolve("tool") == digests[0])
    #expect(try first.images.resolve("other") == other)
  }

  @Test func rootHoldsExecutableFilesAndMountPoints() throws {
    let workspace = try Workspace()
    try workspace.write(ElfBytes().bytes, to: "tool", permissions: 0o600)
    try workspace.write(Array("x".utf8), to: "data", permissions: 0o666)
    let digest = try workspace.images.build(
      executable: workspace.path + "/tool", files: ["share/data": workspace.path + "/data"],
      reference: "tool")
    let root = try workspace.images.rootFileSystem(of: digest)
    #expect(root.configuration == ImageConfiguration(entrypoint: ["/tool"]))
    let tree = try Tree(at: try #require(root.layers.first), times: true)
    let elf = "\(Digest(of: ElfBytes().bytes).hexadecimal.prefix(8))"
    let data = "\(Digest(of: Array("x".utf8)).hexadecimal.prefix(8))"
    #expect(
      tree.lines == [
        "dev dir 755 @0", "in dir 755 @0", "out dir 755 @0", "proc dir 755 @0",
        "share dir 755 @0", "share/data file 644 1 \(data) links 1 @0", "tmp dir 755 @0",
        "tool file 755 120 \(elf) links 1 @0",
      ])
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    let what: String
    let bytes: [UInt8]
    let code: ImageError.Code
    var testDescription: String { what }
  }

  static let refusals = [
    Refusal(what: "loader", bytes: ElfBytes(segments: [1, 3]).bytes, code: .notStatic),
    Refusal(
      what: "library", bytes: ElfBytes(type: 3, segments: [1, 2], tags: [5, 1]).bytes,
      code: .notStatic),
    Refusal(what: "script", bytes: Array("#!/bin/sh\n".utf8), code: .notExecutable),
    Refusal(what: "empty", bytes: [], code: .notExecutable),
    Refusal(
      what: "long script", bytes: Array(repeating: UInt8(ascii: "#"), count: 500),
      code: .notExecutable),
    Refusal(what: "object file", bytes: ElfBytes(type: 1).bytes, code: .notExecutable),
    Refusal(what: "core dump", bytes: ElfBytes(type: 4).bytes, code: .notExecutable),
    Refusal(what: "other machine", bytes: ElfBytes(machine: 243).bytes, code: .notExecutable),
    Refusal(what: "header cut", bytes: Array(ElfBytes().bytes.prefix(63)), code: .notExecutable),
    Refusal(what: "table cut", bytes: Array(ElfBytes().bytes.prefix(100)), code: .notExecutable),
    Refusal(
      what: "dynamic segment cut",
      bytes: Array(ElfBytes(segments: [2], tags: [5, 5]).bytes.dropLast(20)), code: .notExecutable),
  ]

  @Test(arguments: refusals) func refuses(_ refusal: Refusal) throws {
    let workspace = try Workspace()
    try workspace.write(refusal.bytes, to: "tool", permissions: 0o755)
    let error = try #require(throws: ImageError.self) {
      try workspace.images.build(executable: workspace.path + "/tool", reference: "tool")
    }
    #expect(error.code == refusal.code)
    #expect(error.subject == workspace.path + "/tool")
    if error.code == .notStatic { #expect(error.mend?.contains("-static-executable") == true) }
    #expect(try workspace.images.list().isEmpty)
  }

  @Test func acceptsStaticPositionIndependentExecutable() throws {
    let workspace = try Workspace()
    try workspace.write(ElfBytes(type: 3, segments: [1, 2], tags: [5, 0]).bytes, to: "tool")
    _ = try workspace.images.build(executable: workspace.path + "/tool", reference: "tool")
  }

  @Test func refusesTheShell() throws {
    let workspace = try Workspace()
    let error = try #require(throws: ImageError.self) {
      try workspace.images.build(executable: "/bin/sh", reference: "shell")
    }
    #expect(error.code == .notStatic)
  }

  @Test func packsTheShellWithItsLibraries() throws {
    let workspace = try Workspace()
    let digest = try workspace.images.build(
      executable: "/bin/sh", libraries: ["libm.so.6"], reference: "shell")
    let root = try workspace.images.rootFileSystem(of: digest)
    let tree = try Tree(at: root.layers[0])
    let names = tree.lines.filter { $0.contains(" file ") }.compactMap {
      $0.split(separator: " ").first
    }
    #expect(names.contains { $0.hasSuffix("/libc.so.6") })
    #expect(names.contains { $0.hasSuffix("/libm.so.6") })
    #expect(names.contains { $0.contains("/ld-linux-") })
    #expect(names.count == 4, "\(names)")
  }

  @Test func namesTheLibraryThatIsMissing() throws {
    let workspace = try Workspace()
    let error = try #require(throws: ImageError.self) {
      try workspace.images.build(
        executable: "/bin/sh", libraries: ["libnone.so.0"], reference: "shell")
    }
    #expect(error.code == .notFound && error.detail.contains("libnone.so.0"))
  }

  @Test(arguments: ["../libc.so.6", "/lib/x.so", "..", "."])
  func refusesLibrariesByPath(_ name: String) throws {
    let workspace = try Workspace()
    let error = try #require(throws: ImageError.self) {
      try workspace.images.build(executable: "/bin/sh", libraries: [name], reference: "shell")
    }
    #expect(error.code == .unsafeEntry)
  }

  @Test func staticExecutablesTakeNoLibraries() throws {
    let workspace = try Workspace()
    try workspace.write(ElfBytes().bytes, to: "tool")
    let path = workspace.path + "/tool"
    _ = try workspace.images.build(executable: path, libraries: [], reference: "tool")
    let error = try #require(throws: ImageError.self) {
      try workspace.images.build(executable: path, libraries: ["libm.so.6"], reference: "tool")
    }
    #expect(error.code == .notStatic)
  }

  @Test func damagedExecutablesAreRefusedOrRead() throws {
    let workspace = try Workspace()
    // The beginning of a real one: headers, the dynamic segment and its strings are what is read.
    let whole = try Repository.bytes(at: "/bin/busybox").prefix(1 << 13)
    let shell = try Repository.bytes(at: "/bin/sh")
    var random = SeededGenerator()
    for round in 0..<SeededGenerator.rounds(150, long: 20_000) {
      var bytes = round % 2 == 0 ? shell : Array(whole)
      for _ in 0..<8 {
        let limit = min(bytes.count, 1200)
        bytes[Int.random(in: 4..<limit, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      try workspace.write(bytes, to: "tool")
      do throws(ImageError) {
        _ = try workspace.images.build(
          executable: workspace.path + "/tool", libraries: [], reference: "tool")
      } catch {
        #expect(error.code != .system, "seed \(random.seed), round \(round): \(error)")
      }
    }
  }

  @Test(
    arguments: [
      ("in/x", ImageError.Code.invalidReference), ("proc", .invalidReference),
      ("../x", .unsafeEntry), ("/etc/x", .unsafeEntry), ("tool", .invalidReference),
      ("tool/x", .invalidReference), (".", .invalidReference),
      ("a/" + String(repeating: "n", count: 120), .limitExceeded),
    ])
  func refusesFilePath(_ path: String, _ code: ImageError.Code) throws {
    let workspace = try Workspace()
    try workspace.write(ElfBytes().bytes, to: "tool")
    let error = try #require(throws: ImageError.self) {
      try workspace.images.build(
        executable: workspace.path + "/tool", files: [path: workspace.path + "/tool"],
        reference: "tool")
    }
    #expect(error.code == code)
  }

  @Test func longNamesUseThePrefix() throws {
    let workspace = try Workspace()
    try workspace.write(ElfBytes().bytes, to: "tool")
    let path = String(repeating: "d", count: 90) + "/" + String(repeating: "f", count: 90)
    let digest = try workspace.images.build(
      executable: workspace.path + "/tool", files: [path: workspace.path + "/tool"],
      reference: "tool")
    let root = try workspace.images.rootFileSystem(of: digest)
    #expect(try Tree(at: root.layers[0])[path]?.hasPrefix("file 644 120") == true)
  }

  @Test(arguments: ["", "-x", "a b", "sha256:x", "é", String(repeating: "a", count: 256), "a\n"])
  func refusesReference(_ reference: String) throws {
    let workspace = try Workspace()
    try workspace.write(ElfBytes().bytes, to: "tool")
    let error = try #require(throws: ImageError.self) {
      try workspace.images.build(executable: workspace.path + "/tool", reference: reference)
    }
    #expect(error.code == .invalidReference)
  }
}
