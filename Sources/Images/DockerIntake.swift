import Content
import Linux

/// Takes one image out of a docker archive (`docker save`, `podman save`) and writes the OCI
/// manifest that it lacks. Configuration and layers stay as they are.
struct DockerIntake {
  static let index = "manifest.json"

  /// One element of `manifest.json`.
  private struct Entry {
    let configuration: String
    let tags: [String]
    let layers: [String]
  }

  let store: BlobStore
  let limits: ImageLimits

  /// The digest of the new manifest, which is in the store with all that it needs.
  ///
  /// - Parameter selecting: one of the image's tags, where the archive holds several images.
  func take(from source: ArchiveSource, selecting: String?) throws(ImageError) -> Digest {
    guard let bytes = try source.document(Self.index, limit: limits.documentBytes) else {
      throw ImageError(
        .unsupportedFormat, source.subject,
        "is neither an OCI archive (oci-layout) nor a docker archive (manifest.json)")
    }
    let entry = try select(
      selecting, among: try entries(bytes, of: source.subject), of: source.subject)
    let configuration = try blob(entry.configuration, MediaType.configuration, of: source)
    try requireNamed(configuration, by: entry.configuration)
    var layers: [Descriptor] = []
    for name in entry.layers { layers.append(try blob(name, MediaType.layer, of: source)) }
    let manifest = ImageManifest(
      configuration: configuration, layers: try layers.map(typed))
    return try ImageError.about(source.subject) { () throws(SystemError) in
      try store.put(manifest.encoded)
    }
  }

  private func entries(_ bytes: [UInt8], of subject: String) throws(ImageError) -> [Entry] {
    try ImageError.reading(bytes, of: "\(subject): \(Self.index)") { field throws(FieldError) in
      var entries: [Entry] = []
      for element in try field.elements(atMost: 10_000) {
        let fields = try element.openObject()
        entries.append(
          Entry(
            configuration: try fields["Config"].string(),
            tags: try strings(fields["RepoTags"], atMost: 10_000),
            layers: try strings(fields["Layers"], atMost: limits.layers)))
      }
      return entries
    }
  }

  private func strings(_ field: JSONField, atMost limit: Int) throws(FieldError) -> [String] {
    guard let field = field.present else { return [] }
    var strings: [String] = []
    for element in try field.elements(atMost: limit) { strings.append(try element.string()) }
    return strings
  }

  private func select(
    _ tag: String?, among entries: [Entry], of subject: String
  ) throws(ImageError) -> Entry {
    let candidates = entries.filter { entry in tag.map(entry.tags.contains) ?? true }
    if candidates.count == 1 { return candidates[0] }
    let tags = entries.flatMap(\.tags).joined(separator: ", ")
    throw ImageError(
      candidates.isEmpty ? .notFound : .ambiguous, subject,
      "holds \(candidates.count) images\(tag.map { " called “\($0)”" } ?? "")",
      mend: "select one by its name: \(tags)")
  }

  private func blob(
    _ name: String, _ mediaType: String, of source: ArchiveSource
  ) throws(ImageError) -> Descriptor {
    guard let blob = try source.blob(name) else {
      throw ImageError(.notFound, source.subject, "lacks the member \(name)")
    }
    return Descriptor(mediaType: mediaType, digest: blob.digest, size: blob.size)
  }

  /// A configuration is named by its digest: `<hex>.json`, or `blobs/sha256/<hex>`.
  private func requireNamed(_ blob: Descriptor, by name: String) throws(ImageError) {
    let last = name.split(separator: "/").last ?? ""
    let stem = last.hasSuffix(".json") ? last.dropLast(5) : last
    guard let named = Digest(hexadecimal: String(stem)), named != blob.digest else { return }
    throw ImageError(.mismatch, name, "has the digest \(blob.digest)")
  }

  /// `layer` with the media type that tells its compression.
  private func typed(_ layer: Descriptor) throws(ImageError) -> Descriptor {
    let subject = "layer \(layer.digest)"
    let magic = try ImageError.about(subject) { () throws(SystemError) in
      try store.open(layer.digest).read(Compression.magicLength, at: 0)
    }
    let suffix =
      switch try Compression(magic: magic, of: subject) {
      case .none: ""
      case .gzip: "+gzip"
      case .zstd: "+zstd"
      }
    return Descriptor(
      mediaType: layer.mediaType + suffix, digest: layer.digest, size: layer.size)
  }
}
