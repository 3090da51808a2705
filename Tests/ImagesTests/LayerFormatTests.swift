import Content
import Images
import Linux
import Testing

/// Layers that are damaged, oddly packed, or too much.
@Suite struct LayerFormatTests {
  private func importing(
    _ layers: [[UInt8]], compression: LayoutFixture.Compression = .none,
    limits: ImageLimits = ImageLimits(), in workspace: Workspace? = nil
  ) throws {
    let workspace = try workspace ?? Workspace(limits: limits)
    var fixture = LayoutFixture(raw: layers)
    fixture.compression = compression
    let layout = try fixture.write(to: workspace)
    _ = try workspace.images.importImage(from: layout, reference: "x")
  }

  private func code(_ body: () throws -> Void) throws -> ImageError.Code {
    try #require(throws: ImageError.self) { try body() }.code
  }

  private var sample: TarBytes {
    var bytes = TarBytes()
    bytes.add("a", content: [UInt8](repeating: 7, count: 5_000))
    bytes.add("b", content: [UInt8](repeating: 8, count: 5_000))
    return bytes
  }

  @Test func refusesTruncation() throws {
    let whole = sample.bytes
    for length in [1, 100, 511, 513, 600, 5_000, 6_000, whole.count - 1] {
      let found = try code { try importing([Array(whole.prefix(length))]) }
      #expect(found == .invalidDocument, "cut to \(length) bytes")
    }
  }

  @Test func refusesGarbageAndNothing() throws {
    let garbage = (0..<4_096).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) }
    #expect(try code { try importing([garbage]) } == .invalidDocument)
    #expect(try code { try importing([[]]) } == .invalidDocument)
  }

  @Test func refusesBrokenChecksum() throws {
    var bytes = sample.finished
    bytes[0] ^= 1
    #expect(try code { try importing([bytes]) } == .invalidDocument)
  }

  @Test func acceptsTrailingPadding() throws {
    try importing([sample.finished + [UInt8](repeating: 0, count: 8_192)])
  }

  @Test(arguments: LayoutFixture.Compression.allCases)
  func bytesBehindTheEndMarkAreHashed(_ compression: LayoutFixture.Compression) throws {
    try importing(
      [sample.finished + [UInt8](repeating: 9, count: 1 << 20)], compression: compression)
  }

  @Test(arguments: ["gzip -nc", "zstd -qc"]) func refusesTruncatedCompression(
    _ command: String
  ) throws {
    let workspace = try Workspace()
    try workspace.write(sample.finished, to: "plain")
    try workspace.run("\(command) plain >packed")
    let packed = try workspace.read("packed")
    for length in [6, 12, packed.count / 2, packed.count - 9] {
      let found = try code { try importing([Array(packed.prefix(length))]) }
      #expect(found == .invalidDocument, "cut to \(length) of \(packed.count) bytes")
    }
  }

  @Test(arguments: [("gzip -nc", 8), ("zstd -qc --check", 4)])
  func refusesDamagedChecksumsAndGarbage(_ command: String, _ trailer: Int) throws {
    let workspace = try Workspace()
    try workspace.write(sample.finished, to: "plain")
    try workspace.run("\(command) plain >packed")
    let packed = try workspace.read("packed")
    var damaged = packed
    damaged[packed.count - trailer] ^= 1
    let garbage = packed + Array("garbage".utf8)
    for bytes in [damaged, garbage] {
      var fixture = LayoutFixture(raw: [bytes])
      fixture.diffIDs = [Digest(of: sample.finished).description]
      let layout = try fixture.write(to: workspace, "layout-\(Digest(of: bytes).hexadecimal)")
      let found = try code {
        _ = try workspace.images.importImage(from: layout, reference: nil)
      }
      #expect(found == .invalidDocument)
    }
  }

  @Test func undoesOneCompressionOnly() throws {
    let workspace = try Workspace()
    try workspace.write(sample.finished, to: "plain")
    try workspace.run("gzip -nc plain | gzip -nc >packed")
    let found = try code { try importing([try workspace.read("packed")]) }
    #expect(found == .invalidDocument)
  }

  @Test func namesUnsupportedCompression() throws {
    let xz: [UInt8] = [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0] + [UInt8](repeating: 0, count: 512)
    #expect(try code { try importing([xz]) } == .unsupportedFormat)
    #expect(try code { try importing([Array("BZh9".utf8) + xz]) } == .unsupportedFormat)
  }

  @Test func severalMembersAndFramesAreOneLayer() throws {
    for command in ["gzip -nc", "zstd -qc"] {
      let workspace = try Workspace()
      let plain = sample.finished
      try workspace.write(Array(plain.prefix(3_000)), to: "1")
      try workspace.write(Array(plain.dropFirst(3_000)), to: "2")
      try workspace.run("\(command) 1 >packed && \(command) 2 >>packed")
      var fixture = LayoutFixture(raw: [try workspace.read("packed")])
      fixture.diffIDs = [Digest(of: plain).description]
      let layout = try fixture.write(to: workspace)
      _ = try workspace.images.importImage(from: layout, reference: "x")
    }
  }

  @Test(
    "Attack 20, limit error: a compressed bomb, before it is unpacked",
    arguments: [LayoutFixture.Compression.gzip, .zstd])
  func refusesBombs(_ compression: LayoutFixture.Compression) throws {
    var limits = ImageLimits()
    limits.expansion = 100
    limits.expansionFloor = 1 << 20
    var bomb = TarBytes()
    bomb.add("zeros", content: [UInt8](repeating: 0, count: 8 << 20))
    let found = try code {
      try importing([bomb.finished], compression: compression, limits: limits)
    }
    #expect(found == .limitExceeded)
    limits.expansion = 100_000
    try importing([bomb.finished], compression: compression, limits: limits)
    limits.unpackedBytes = 4 << 20
    let bounded = try code {
      try importing([bomb.finished], compression: compression, limits: limits)
    }
    #expect(bounded == .limitExceeded)
  }

  @Test func refusesTooManyEntriesAndLayers() throws {
    var limits = ImageLimits()
    limits.entries = 3
    var layer = TarBytes()
    layer.add("a")
    layer.add("b")
    #expect(
      try code { try importing([layer.finished, layer.finished], limits: limits) }
        == .limitExceeded)
    limits = ImageLimits()
    limits.layers = 1
    #expect(
      try code { try importing([layer.finished, layer.finished], limits: limits) }
        == .invalidDocument)
    limits.layers = 2
    try importing([layer.finished, layer.finished], limits: limits)
    limits.blobBytes = 3_000
    #expect(
      try code { try importing([layer.finished, layer.finished], limits: limits) }
        == .limitExceeded)
    limits = ImageLimits()
    limits.documentBytes = 100
    #expect(try code { try importing([layer.finished], limits: limits) } == .limitExceeded)
  }

  @Test func refusesNamesThatAreNotUTF8() throws {
    var bytes = TarBytes()
    bytes.add("x\u{1}", content: [1])
    var layer = bytes.finished
    // A byte that starts no character, and the checksum that goes with it.
    layer[1] = 0xE9
    let sum = layer[..<512].enumerated().reduce(0) { sum, element in
      sum + ((148..<156).contains(element.offset) ? 32 : Int(element.element))
    }
    let digits = Array(String(sum, radix: 8).utf8)
    layer.replaceSubrange(
      148..<155, with: [UInt8](repeating: 48, count: 6 - digits.count) + digits + [0])
    #expect(try code { try importing([layer]) } == .unsafeEntry)
  }
}
