import Content
import Images
import Linux
import Testing

/// Images that go through other people's tools.
@Suite struct ToolTests {
  /// What a tree holds, modes and times aside, which unpacking normalises; mount points aside too.
  private func content(_ path: String) throws -> [String] {
    try Tree(at: path).lines.compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      guard !["dev", "in", "out", "proc", "tmp"].contains(words[0]) else { return nil }
      return words[1] == "link"
        ? line : ([words[0], words[1]] + words.dropFirst(3)).joined(separator: " ")
    }
  }

  private func imported(
    _ file: String, selecting: String? = nil, in workspace: Workspace
  ) throws -> [String] {
    let digest = try workspace.images.importImage(
      from: "\(workspace.path)/\(file)", selecting: selecting, reference: "imported")
    return try content(try workspace.images.rootFileSystem(of: digest).layers[0])
  }

  @Test(.enabled(if: Workspace.has("skopeo"), "needs skopeo"))
  func skopeoReadsAndConvertsOurStore() throws {
    let workspace = try Workspace()
    try workspace.write(ElfBytes().bytes, to: "tool")
    try workspace.write(Array("data".utf8), to: "data")
    let digest = try workspace.images.build(
      executable: workspace.path + "/tool", files: ["share/data": workspace.path + "/data"],
      reference: "tool")
    let expected = try content(try workspace.images.rootFileSystem(of: digest).layers[0])
    try workspace.run("skopeo inspect --raw oci:store:tool >manifest")
    #expect(Digest(of: try workspace.read("manifest")) == digest)
    for (index, target) in [
      "oci-archive:1.tar", "oci-archive:2.tar:name", "docker-archive:3.tar",
      "docker-archive:4.tar:assay/tool:v1", "oci:5:name",
    ].enumerated() {
      try workspace.run("skopeo copy oci:store:tool \(target)")
      let file = index == 4 ? "5" : "\(index + 1).tar"
      #expect(try imported(file, in: workspace) == expected, "\(target)")
    }
    try workspace.run("skopeo copy --format v2s2 oci:store:tool dir:6 && gzip -k 4.tar")
    #expect(
      try imported("4.tar.gz", selecting: "docker.io/assay/tool:v1", in: workspace) == expected)
  }

  @Test(.enabled(if: Workspace.has("umoci", "skopeo"), "needs umoci and skopeo"))
  func umociLayersUnpackAsUmociUnpacksThem() throws {
    let workspace = try Workspace()
    try workspace.run(
      """
      umoci init --layout layout && umoci new --image layout:base
      umoci unpack --image layout:base 1 && cd 1/rootfs
      mkdir -p d/tree d/opaque e && echo a >d/a && ln d/a d/hard && ln d/a e/hard
      echo x >d/tree/x && echo o >d/opaque/o && ln -s ../e d/link && ln -s /nowhere dangling
      echo f >fileToDirectory && mkdir directoryToFile && echo s >directoryToFile/s
      mkfifo pipe && echo suid >suid && chmod 4755 suid && cd ../..
      umoci repack --image layout:one 1
      umoci unpack --image layout:one 2 && cd 2/rootfs
      rm d/a dangling && rm -r d/tree d/opaque directoryToFile && mkdir d/opaque
      echo new >d/opaque/new && echo f >directoryToFile && echo changed >>e/hard
      rm fileToDirectory pipe && mkdir fileToDirectory && echo y >fileToDirectory/y && cd ../..
      umoci repack --refresh-bundle --image layout:two 2
      umoci unpack --image layout:two 3
      skopeo copy oci:layout:two docker-archive:docker.tar
      skopeo copy oci:layout:two oci-archive:oci.tar
      tar -C layout -czf layout.tar.gz .
      """)
    let expected = try content(workspace.path + "/3/rootfs")
    #expect(expected.count > 10)
    for file in ["layout", "layout.tar.gz"] {
      #expect(try imported(file, selecting: "two", in: workspace) == expected, "\(file)")
    }
    for file in ["docker.tar", "oci.tar"] {
      #expect(try imported(file, in: workspace) == expected, "\(file)")
    }
  }

  @Test(.enabled(if: Workspace.has("podman"), "needs podman"))
  func podmanSaves() throws {
    let workspace = try Workspace()
    let podman =
      "podman --root \(workspace.path)/root --runroot \(workspace.path)/run --storage-driver vfs"
      + " --events-backend none --cgroup-manager cgroupfs"
    try workspace.run(
      """
      mkdir -p tree/etc && echo hi >tree/etc/x && ln tree/etc/x tree/etc/y
      ln -s x tree/etc/z && echo second >extra && tar -C tree -cf tree.tar .
      \(podman) import tree.tar assay:one
      printf 'FROM localhost/assay:one\\nCOPY extra /etc/extra\\n' >Containerfile
      \(podman) build --isolation chroot -t assay:two .
      \(podman) save --format docker-archive -o docker.tar assay:two
      \(podman) save --format oci-archive -o oci.tar assay:two
      \(podman) save --format oci-dir -o layout assay:two
      \(podman) save -m -o both.tar assay:one assay:two
      \(podman) push --compression-format zstd assay:two oci:zstd:two
      cp extra tree/etc/extra
      """)
    let expected = try content(workspace.path + "/tree")
    for file in ["docker.tar", "oci.tar", "layout", "zstd"] {
      #expect(try imported(file, in: workspace) == expected, "\(file)")
    }
    #expect(
      try imported("both.tar", selecting: "localhost/assay:two", in: workspace) == expected)
    let ambiguous = try #require(throws: ImageError.self) {
      try imported("both.tar", in: workspace)
    }
    #expect(ambiguous.code == .ambiguous)
    let zstd = try workspace.read("zstd/index.json")
    #expect(String(decoding: zstd, as: UTF8.self).contains("manifests"))
  }
}
