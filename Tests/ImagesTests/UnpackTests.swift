import Content
import Images
import Linux
import Testing

@Suite struct UnpackTests {
  /// The tree that layers unpack to.
  private func unpack(
    _ layers: [TarBytes], times: Bool = false, in workspace: Workspace
  ) throws -> Tree {
    try Tree(at: try root(layers, in: workspace), times: times)
  }

  private func root(_ layers: [TarBytes], in workspace: Workspace) throws -> String {
    let layout = try LayoutFixture(layers).write(to: workspace)
    let digest = try workspace.images.importImage(from: layout, reference: "x")
    return try #require(try workspace.images.rootFileSystem(of: digest).layers.first)
  }

  private func layer(_ build: (inout TarBytes) -> Void) -> TarBytes {
    var bytes = TarBytes()
    build(&bytes)
    return bytes
  }

  private let mountPoints = ["dev", "in", "out", "proc", "tmp"]

  /// Names in the tree without the mount points.
  private func names(_ tree: Tree) -> [String] {
    tree.lines.compactMap { $0.split(separator: " ").first.map(String.init) }
      .filter { !mountPoints.contains($0) }
  }

  @Test func emptyLayerGivesMountPoints() throws {
    let tree = try unpack([TarBytes()], in: Workspace())
    #expect(tree.lines == mountPoints.map { "\($0) dir 755" })
  }

  @Test func modesAreNormalisedAndTimesKept() throws {
    let layer = layer {
      $0.add("./", type: "5", mode: 0o777, time: 9)
      $0.add("./d/", type: "5", mode: 0o700, time: 7)
      $0.add("./d/suid", content: [1], mode: 0o4711, time: 5)
      $0.add("./d/secret", content: [1], mode: 0o400, time: 6)
      $0.add("./d/link", type: "2", link: "/etc/passwd", time: 8)
      $0.add("./d/implicit/x", content: [1], mode: 0o666, time: 6)
    }
    let tree = try unpack([layer], times: true, in: Workspace())
    #expect(tree["d"] == "dir 755 @7")
    #expect(tree["d/suid"]?.hasPrefix("file 755 1 ") == true)
    #expect(tree["d/suid"]?.hasSuffix("@5") == true)
    #expect(tree["d/secret"]?.hasPrefix("file 644 1 ") == true)
    #expect(tree["d/link"] == "link 11 @8")
    #expect(tree["d/implicit"] == "dir 755 @0")
  }

  @Test func whiteoutHidesLowerLayersOnly() throws {
    let lower = layer {
      $0.add("d/a", content: [1])
      $0.add("d/b", content: [1])
      $0.add("d/tree/x", content: [1])
      $0.add("e", content: [1])
    }
    let upper = layer {
      $0.add("d/b", content: [2, 2])
      $0.add("d/.wh.a")
      $0.add("d/.wh.b")
      $0.add("d/.wh.tree")
      $0.add("d/.wh.missing")
      $0.add("gone/.wh.missing")
      $0.add(".wh.e")
      $0.add("e", content: [3, 3, 3])
    }
    let tree = try unpack([lower, upper], in: Workspace())
    #expect(names(tree) == ["d", "d/b", "e"])
    #expect(tree["d/b"]?.hasPrefix("file 644 2 ") == true)
    #expect(tree["e"]?.hasPrefix("file 644 3 ") == true)
  }

  @Test(arguments: [false, true]) func opaqueHidesLowerContents(_ last: Bool) throws {
    let lower = layer {
      $0.add("d/sub/old", content: [1])
      $0.add("d/file", content: [1])
      $0.add("keep", content: [1])
    }
    let upper = layer {
      if !last { $0.add("d/.wh..wh..opq") }
      $0.add("d/sub/new", content: [2])
      if last { $0.add("d/.wh..wh..opq") }
    }
    let tree = try unpack([lower, upper], in: Workspace())
    #expect(names(tree) == ["d", "d/sub", "d/sub/new", "keep"])
  }

  @Test func upperReplacesKinds() throws {
    let lower = layer {
      $0.add("file", content: [1])
      $0.add("dir/x", content: [1])
      $0.add("link", type: "2", link: "dir")
      $0.add("continued/x", content: [1])
    }
    let upper = layer {
      $0.add("file/", type: "5")
      $0.add("dir", content: [1, 2])
      $0.add("link/", type: "5")
      $0.add("link/y", content: [1])
      $0.add("continued/", type: "5")
      $0.add("continued/", type: "5")
    }
    let tree = try unpack([lower, upper], in: Workspace())
    #expect(
      names(tree) == ["continued", "continued/x", "dir", "file", "link", "link/y"])
    #expect(tree["dir"]?.hasPrefix("file 644 2 ") == true)
  }

  @Test func replacingALinkedFileLeavesTheOtherName() throws {
    let lower = layer {
      $0.add("a", content: [1])
      $0.add("b", type: "1", link: "a")
      $0.add("s", type: "2", link: "nowhere")
      $0.add("t", type: "1", link: "./s")
    }
    let upper = layer { $0.add("a", content: [2, 2]) }
    let tree = try unpack([lower, upper], in: Workspace())
    #expect(tree["a"]?.hasPrefix("file 644 2 ") == true)
    #expect(tree["b"]?.hasPrefix("file 644 1 ") == true)
    #expect(tree["t"] == "link 7")
    let both = try unpack([lower], in: Workspace())
    #expect(both["a"]?.hasSuffix("links 2") == true)
  }

  @Test func devicesAreLeftOut() throws {
    let lower = layer { $0.add("dev/null", content: [1]) }
    let upper = layer {
      $0.add("dev/null", type: "3")
      $0.add("dev/sda", type: "4")
      $0.add("pipe", type: "6")
    }
    #expect(names(try unpack([lower, upper], in: Workspace())).isEmpty)
  }

  @Test func namesBeyondASCIIAreKept() throws {
    // Composed and decomposed: one text to Swift, two names to Linux.
    let names = ["Főtanúsítvány", "e\u{301}", "\u{e9}"]
    let layer = layer { for name in names { $0.add(name, content: [1]) } }
    let tree = try unpack([layer], in: Workspace())
    #expect(tree.lines.count == mountPoints.count + names.count)
  }

  @Test func userAttributesAloneAreKept() throws {
    let workspace = try Workspace()
    let attributes = [
      ("SCHILY.xattr.user.note", "hello"), ("SCHILY.xattr.user.overlay.redirect", "/etc"),
      ("SCHILY.xattr.security.capability", "x"), ("SCHILY.xattr.trusted.overlay.opaque", "y"),
    ]
    let layer = layer {
      $0.add("f", content: [1], attributes: attributes)
      $0.add("d/", type: "5", attributes: attributes)
    }
    let root = try root([layer], in: workspace)
    for name in ["f", "d"] {
      let file = try FileDescriptor.open("\(root)/\(name)", .readOnly)
      #expect(try file.attribute("user.note") == Array("hello".utf8))
      for absent in ["user.overlay.redirect", "security.capability", "trusted.overlay.opaque"] {
        #expect(throws: SystemError.self) { try file.attribute(absent) }
      }
    }
  }

  @Test func unpackingAgainGivesTheSameTree() throws {
    let workspace = try Workspace()
    let layer = layer {
      $0.add("d/x", content: [1], time: 3)
      $0.add("d/", type: "5", time: 4)
    }
    let first = try root([layer], in: workspace)
    let before = try Tree(at: first, times: true)
    try workspace.run("rm -r cache/roots/*")
    let digest = try workspace.images.resolve("x")
    #expect(try workspace.images.rootFileSystem(of: digest).layers == [first])
    #expect(try Tree(at: first, times: true) == before)
  }
}
