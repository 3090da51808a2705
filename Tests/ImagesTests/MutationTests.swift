import Content
import Images
import Linux
import TestSupport
import Testing

/// Archives and layouts with random damage: each is taken in or refused with an error of ours, and
/// nothing outside the store changes.
@Suite struct MutationTests {
  /// Damage at random places, or to whole blocks of an archive.
  private func damaged(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    guard Bool.random(using: &random) else { return random.mutation(of: bytes) }
    var bytes = bytes
    let block = Int.random(in: 0..<bytes.count / 512, using: &random) * 512
    let length = 512 * Int.random(in: 1...3, using: &random)
    let end = min(block + length, bytes.count)
    if Bool.random(using: &random) {
      bytes.insert(contentsOf: bytes[block..<end], at: 512 * (bytes.count / 512 / 2))
    } else {
      bytes.removeSubrange(block..<end)
    }
    return bytes
  }

  /// Makes every header's checksum right again, so that damage reaches what lies behind it.
  private func mended(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for start in stride(from: 0, to: bytes.count - 511, by: 512)
    where bytes[(start + 257)..<(start + 262)].elementsEqual("ustar".utf8) {
      let sum = (0..<512).reduce(0) { sum, offset in
        sum + ((148..<156).contains(offset) ? 32 : Int(bytes[start + offset]))
      }
      let digits = Array(String(sum, radix: 8).utf8)
      let field = [UInt8](repeating: UInt8(ascii: "0"), count: 6 - digits.count) + digits + [0]
      bytes.replaceSubrange((start + 148)..<(start + 155), with: field)
    }
    return bytes
  }

  private var limits: ImageLimits {
    var limits = ImageLimits()
    limits.unpackedBytes = 1 << 22
    limits.blobBytes = 1 << 22
    return limits
  }

  private var layer: TarBytes {
    var layer = TarBytes()
    layer.add("./", type: "5")
    layer.add("d/", type: "5", mode: 0o700)
    layer.add("d/file", content: Array("content".utf8), time: 1_700_000_000)
    layer.add("d/hard", type: "1", link: "d/file")
    layer.add("d/soft", type: "2", link: "../../../../outside")
    layer.add("d/attributes", content: [1], attributes: [("SCHILY.xattr.user.a", "v")])
    layer.add(String(repeating: "long/", count: 30) + "name", content: [2])
    layer.add("e/.wh.gone")
    layer.add("e/.wh..wh..opq")
    layer.add("e/new", content: [3])
    return layer
  }

  @Test func layers() throws {
    var random = SeededGenerator()
    let seed = random.seed
    let rounds = SeededGenerator.rounds(200, long: 20_000)
    let workspace = try Workspace(limits: limits)
    try workspace.run("mkdir outside && echo safe >outside/canary")
    let before = try Tree(at: workspace.path + "/outside", times: true)
    var accepted = 0
    var roots: Set<String> = []
    for round in 0..<rounds {
      var bytes = damaged(layer.finished, &random)
      if Bool.random(using: &random) { bytes = mended(bytes) }
      var fixture = LayoutFixture(raw: [layer.finished, bytes])
      fixture.compression = round % 8 == 0 ? .gzip : round % 8 == 1 ? .zstd : .none
      let layout = try fixture.write(to: workspace, "layout-\(round)")
      do throws(ImageError) {
        let digest = try workspace.images.importImage(from: layout, reference: nil)
        roots.insert(try workspace.images.rootFileSystem(of: digest).layers[0])
        accepted += 1
      } catch {
        #expect(error.code != .system, "seed \(seed) round \(round): \(error)")
      }
      let after = try Tree(at: workspace.path + "/outside", times: true)
      try #require(after == before, "seed \(seed) round \(round)")
    }
    for root in roots { _ = try Tree(at: root) }
    // Damage that nothing notices, or that everything refuses, would test nothing.
    #expect((1..<rounds).contains(accepted), "seed \(seed)")
  }

  @Test(arguments: ["oci", "docker"]) func archives(_ kind: String) throws {
    var random = SeededGenerator()
    let seed = random.seed
    let workspace = try Workspace(limits: limits)
    let layout = try LayoutFixture([layer]).write(to: workspace)
    let archive = try kind == "oci" ? ociArchive(layout, workspace) : dockerArchive()
    try workspace.write(archive, to: "image.tar")
    _ = try workspace.images.importImage(from: workspace.path + "/image.tar", reference: nil)
    for round in 0..<SeededGenerator.rounds(150, long: 20_000) {
      var bytes = damaged(archive, &random)
      if Bool.random(using: &random) { bytes = mended(bytes) }
      try workspace.write(bytes, to: "image.tar")
      do throws(ImageError) {
        _ = try workspace.images.importImage(from: workspace.path + "/image.tar", reference: nil)
      } catch {
        #expect(error.code != .system, "seed \(seed) round \(round): \(error)")
      }
    }
    #expect(try Tree(at: workspace.path + "/cache").lines.allSatisfy { !$0.contains(".tmp") })
  }

  private func ociArchive(_ layout: String, _ workspace: Workspace) throws -> [UInt8] {
    try workspace.run("tar --format ustar -C \(layout) -cf oci.tar .")
    return try workspace.read("oci.tar")
  }

  private func dockerArchive() -> [UInt8] {
    let layer = layer.finished
    let configuration = JSON.object([
      "architecture": .string(LayoutFixture.machine), "os": .string("linux"),
      "rootfs": .object([
        "type": .string("layers"), "diff_ids": .strings([Digest(of: layer).description]),
      ]),
    ]).canonicalBytes
    let name = Digest(of: configuration).hexadecimal + ".json"
    var archive = TarBytes()
    archive.add("layer.tar", content: layer)
    archive.add("id/layer.tar", type: "2", link: "../layer.tar")
    archive.add(name, content: configuration)
    let manifest = JSON.array([
      .object([
        "Config": .string(name), "RepoTags": .null, "Layers": .strings(["id/layer.tar"]),
      ])
    ])
    archive.add("manifest.json", content: manifest.canonicalBytes)
    return archive.finished
  }
}
