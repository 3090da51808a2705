import Images
import Linux
import Testing

/// Layers that try to act outside the root, or to exhaust the machine that unpacks them.
@Suite struct LayerAttackTests {
  /// One attack, and why it is refused; nil where it is harmless here and must merely do nothing.
  struct Attack: Sendable, CustomTestStringConvertible {
    let what: String
    let code: ImageError.Code?
    let layers: [TarBytes]
    var testDescription: String { what }

    init(
      _ what: String, _ code: ImageError.Code?, _ layers: (inout TarBytes) -> Void...
    ) {
      self.what = what
      self.code = code
      self.layers = layers.map { build in
        var bytes = TarBytes()
        build(&bytes)
        return bytes
      }
    }
  }

  /// Seen from `cache/roots/<root>`, where a workspace has its canary.
  private static let outside = "../../../outside"

  @Test(arguments: climbing + links + whiteouts + roots + duplicates + names + sizes)
  func isRefused(_ attack: Attack) throws {
    var limits = ImageLimits()
    limits.unpackedBytes = 1 << 24
    let workspace = try Workspace(limits: limits)
    try workspace.run("mkdir outside && echo safe >outside/canary && mkdir cache/roots/outside")
    let before = try Tree(at: workspace.path + "/outside", times: true)
    let layout = try LayoutFixture(attack.layers).write(to: workspace)
    if let code = attack.code {
      let error = try #require(throws: ImageError.self) {
        try workspace.images.importImage(from: layout, reference: "attack")
      }
      #expect(error.code == code, "\(error)")
      #expect(try workspace.images.list().isEmpty)
      #expect(try Tree(at: workspace.path + "/cache").lines.count == 2, "only empty directories")
    } else {
      _ = try workspace.images.importImage(from: layout, reference: "attack")
    }
    #expect(try Tree(at: workspace.path + "/outside", times: true) == before)
    #expect(try Tree(at: workspace.path).lines.allSatisfy { !$0.contains("escape") })
  }

  static let climbing = [
    Attack("climbs", .unsafeEntry) { $0.add("../escape", content: [1]) },
    Attack("climbs late", .unsafeEntry) { $0.add("a/../../escape", content: [1]) },
    Attack("climbs within", .unsafeEntry) { $0.add("a/../b", content: [1]) },
    Attack("directory climbs", .unsafeEntry) { $0.add("../escape/", type: "5") },
    Attack("absolute", .unsafeEntry) { $0.add("/tmp/assay-escape", content: [1]) },
    Attack("absolute directory", .unsafeEntry) { $0.add("/", type: "5") },
    Attack("symbolic link climbs by name", .unsafeEntry) {
      $0.add("../escape", type: "2", link: "/etc/passwd")
    },
    Attack("device climbs by name", .unsafeEntry) { $0.add("../escape", type: "3") },
  ]

  static let links = [
    Attack("writes through a link", .unsafeEntry) {
      $0.add("s", type: "2", link: outside)
      $0.add("s/escape", content: [1])
    },
    Attack("writes through an absolute link", .unsafeEntry) {
      $0.add("s", type: "2", link: "/tmp")
      $0.add("s/assay-escape", content: [1])
    },
    Attack(
      "writes through a lower layer's link", .unsafeEntry,
      { $0.add("s", type: "2", link: outside) }, { $0.add("s/escape", content: [1]) }),
    Attack("makes a directory through a link", .unsafeEntry) {
      $0.add("s", type: "2", link: outside)
      $0.add("s/escape/", type: "5")
    },
    Attack("writes through two links", .unsafeEntry) {
      $0.add("a", type: "2", link: outside)
      $0.add("b", type: "2", link: "a")
      $0.add("b/escape", content: [1])
    },
    Attack("writes through a link within", .unsafeEntry) {
      $0.add("d/", type: "5")
      $0.add("s", type: "2", link: "d")
      $0.add("s/x", content: [1])
    },
    Attack("overwrites what a link names", .unsafeEntry) {
      $0.add("s", type: "2", link: outside + "/canary")
      $0.add("s", content: [1])
    },
    Attack(
      "overwrites what a lower link names", nil,
      { $0.add("s", type: "2", link: outside + "/canary") }, { $0.add("s", content: [1]) }),
    Attack("hard link climbs", .unsafeEntry) {
      $0.add("h", type: "1", link: outside + "/canary")
    },
    Attack("hard link to an absolute path", .unsafeEntry) {
      $0.add("h", type: "1", link: "/etc/passwd")
    },
    Attack("hard link through a link", .unsafeEntry) {
      $0.add("s", type: "2", link: outside)
      $0.add("h", type: "1", link: "s/canary")
    },
    Attack("hard link to nothing", .unsafeEntry) { $0.add("h", type: "1", link: "missing") },
    Attack("hard link to itself", .unsafeEntry) { $0.add("h", type: "1", link: "h") },
    Attack("hard link to a directory", .unsafeEntry) {
      $0.add("d/", type: "5")
      $0.add("h", type: "1", link: "d")
    },
    Attack("hard link to the root", .unsafeEntry) { $0.add("h", type: "1", link: ".") },
    Attack(
      "writes into what a hard link shares", nil,
      {
        $0.add("s", type: "2", link: outside + "/canary")
        $0.add("h", type: "1", link: "s")
      }, { $0.add("h", content: [1]) }),
    Attack("lies below a file", .unsafeEntry) {
      $0.add("f", content: [1])
      $0.add("f/x", content: [1])
    },
    Attack("link to nothing", .unsafeEntry) { $0.add("s", type: "2") },
    Attack("link to a long name", .unsafeEntry) {
      $0.add("s", type: "2", link: String(repeating: "x", count: 4_096))
    },
  ]

  static let whiteouts = [
    Attack("whiteout of nothing", .unsafeEntry) { $0.add(".wh.") },
    Attack("whiteout of the directory", .unsafeEntry) { $0.add("d/.wh..") },
    Attack("whiteout of the parent", .unsafeEntry) { $0.add("d/.wh...") },
    Attack("whiteout below a whiteout", .unsafeEntry) { $0.add(".wh.d/x") },
    Attack("whiteout that is a directory", .unsafeEntry) { $0.add(".wh.d/", type: "5") },
    Attack("whiteout that is a link", .unsafeEntry) {
      $0.add(".wh.d", type: "2", link: outside)
    },
    Attack("whiteout of a whiteout", .unsafeEntry) { $0.add(".wh..wh.x") },
    Attack("whiteout climbs", .unsafeEntry) { $0.add("../outside/.wh.canary") },
    Attack(
      "whiteout through a link", nil, { $0.add("s", type: "2", link: outside) },
      { $0.add("s/.wh.canary") }),
    Attack(
      "opaque through a link", nil, { $0.add("s", type: "2", link: outside) },
      { $0.add("s/.wh..wh..opq") }),
    Attack(
      "whiteout of a link", nil, { $0.add("s", type: "2", link: outside) }, { $0.add(".wh.s") }),
  ]

  static let roots =
    ["dev", "proc", "tmp", "in", "out"].flatMap { name in
      [
        Attack("/\(name) is a link", .unsafeEntry) {
          $0.add(name, type: "2", link: "/etc")
        },
        Attack("/\(name) is a file", .unsafeEntry) { $0.add(name, content: [1]) },
        Attack(
          "/\(name) becomes a link", .unsafeEntry, { $0.add("\(name)/x", content: [1]) },
          { $0.add(name, type: "2", link: "usr") }),
      ]
    } + [
      Attack("the root is a file", .unsafeEntry) { $0.add(".", content: [1]) },
      Attack("the root is a link", .unsafeEntry) { $0.add("./", type: "2", link: "/") },
    ]

  static let duplicates = [
    Attack("file twice", .unsafeEntry) {
      $0.add("f", content: [1])
      $0.add("./f", content: [2])
    },
    Attack("file, then directory", .unsafeEntry) {
      $0.add("f", content: [1])
      $0.add("f/", type: "5")
    },
    Attack("directory with content, then file", .unsafeEntry) {
      $0.add("d/x", content: [1])
      $0.add("d", content: [1])
    },
    Attack("directory, then link", .unsafeEntry) {
      $0.add("d/", type: "5")
      $0.add("d", type: "2", link: outside)
    },
    Attack("device twice", .unsafeEntry) {
      $0.add("n", type: "3")
      $0.add("n", type: "3")
    },
  ]

  static let names = [
    Attack("component of 256 bytes", .limitExceeded) {
      $0.add(String(repeating: "x", count: 256), content: [1])
    },
    Attack("path of 5000 bytes", .limitExceeded) {
      $0.add(String(repeating: "abcdefgh/", count: 556) + "x", content: [1])
    },
    Attack("path of 129 components", .limitExceeded) {
      $0.add(String(repeating: "d/", count: 128) + "x", content: [1])
    },
    Attack("link to a deep path", .limitExceeded) {
      $0.add("h", type: "1", link: String(repeating: "d/", count: 128) + "x")
    },
    Attack("65 attributes", .limitExceeded) {
      $0.add(
        "f", content: [1], attributes: (0..<65).map { ("SCHILY.xattr.user.a\($0)", "v") })
    },
  ]

  static let sizes = [
    Attack("declares more than it has", .invalidDocument) {
      $0.add("f", content: [1], size: 9_999)
    },
    Attack("declares an exbibyte", .limitExceeded) { $0.add("f", content: [1], size: 1 << 60) },
    Attack("declares a negative size", .invalidDocument) { $0.add("f", content: [1], size: -5) },
    Attack("pax declares more than it has", .invalidDocument) {
      $0.add("f", content: [1], attributes: [("size", "99999")])
    },
    Attack("sparse pebibyte", .limitExceeded) {
      $0.add(
        "f", content: [],
        attributes: [
          ("GNU.sparse.size", "1125899906842624"), ("GNU.sparse.numblocks", "1"),
          ("GNU.sparse.offset", "1125899906842624"), ("GNU.sparse.numbytes", "0"),
        ])
    },
    Attack(
      "two halves too many", .limitExceeded,
      { $0.add("a", content: [UInt8](repeating: 1, count: 9 << 20)) },
      { $0.add("b", content: [UInt8](repeating: 1, count: 9 << 20)) }),
  ]
}
