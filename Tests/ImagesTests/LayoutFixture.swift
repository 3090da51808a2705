import Content
import Linux

/// An OCI layout written by hand into a directory of a workspace, right unless told otherwise.
struct LayoutFixture {
  /// How the layers are compressed.
  enum Compression: String, CaseIterable {
    case none = ""
    case gzip = "+gzip"
    case zstd = "+zstd"
  }

  /// Bytes of the layers before compression, bottom first.
  var layers: [[UInt8]]
  var compression = Compression.none
  var architecture = Self.machine
  var system = "linux"
  var name: String? = "test"
  /// Replaces the digests of the layers before compression.
  var diffIDs: [String]?
  /// Changes the manifest before it is stored.
  var changeManifest: (inout JSONObject) -> Void = { _ in }
  /// Changes the index's only entry before it is stored.
  var changeEntry: (inout JSONObject) -> Void = { _ in }

  #if arch(x86_64)
    static let machine = "amd64"
  #else
    static let machine = "arm64"
  #endif

  init(_ layers: [TarBytes]) { self.layers = layers.map(\.finished) }
  init(raw layers: [[UInt8]]) { self.layers = layers }

  /// Writes the layout to the directory `directory` of `workspace`; its path.
  @discardableResult
  func write(to workspace: Workspace, _ directory: String = "layout") throws -> String {
    let path = "\(workspace.path)/\(directory)"
    let store = try BlobStore(at: path)
    let index: JSON = .object([
      "schemaVersion": .integer(2), "manifests": .array([.object(try put(in: store, workspace))]),
    ])
    try workspace.write(index.canonicalBytes, to: "\(directory)/index.json")
    return path
  }

  /// Stores the image in `store`; the index entry for it.
  func put(in store: BlobStore, _ workspace: Workspace) throws -> JSONObject {
    var descriptors: [JSON] = []
    for layer in layers {
      descriptors.append(
        .object(
          try Self.descriptor(
            "application/vnd.oci.image.layer.v1.tar" + compression.rawValue,
            of: try compress(layer, workspace), in: store)))
    }
    let configuration: JSON = .object([
      "architecture": .string(architecture), "os": .string(system),
      "config": .object(["Env": .strings(["A=1"]), "Cmd": .strings(["/bin/sh"])]),
      "rootfs": .object([
        "type": .string("layers"),
        "diff_ids": .strings(diffIDs ?? layers.map { Digest(of: $0).description }),
      ]),
    ])
    var manifest: JSONObject = [
      "schemaVersion": .integer(2),
      "config": .object(
        try Self.descriptor(
          "application/vnd.oci.image.config.v1+json", of: configuration.canonicalBytes, in: store)),
      "layers": .array(descriptors),
    ]
    changeManifest(&manifest)
    var entry = try Self.descriptor(
      "application/vnd.oci.image.manifest.v1+json", of: JSON.object(manifest).canonicalBytes,
      in: store)
    if let name {
      entry["annotations"] = .object(["org.opencontainers.image.ref.name": .string(name)])
    }
    changeEntry(&entry)
    return entry
  }

  static func descriptor(
    _ mediaType: String, of bytes: [UInt8], in store: BlobStore
  ) throws -> JSONObject {
    [
      "mediaType": .string(mediaType), "digest": .string(try store.put(bytes).description),
      "size": .integer(Int64(bytes.count)),
    ]
  }

  private func compress(_ layer: [UInt8], _ workspace: Workspace) throws -> [UInt8] {
    let command: String
    switch compression {
    case .none: return layer
    case .gzip: command = "gzip -nc plain >packed"
    case .zstd: command = "zstd -qc plain >packed"
    }
    try workspace.write(layer, to: "plain")
    try workspace.run(command)
    return try workspace.read("packed")
  }
}
