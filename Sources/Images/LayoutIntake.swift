import Content
import Linux

/// Takes one image out of an OCI layout, whether a directory or an archive of one.
struct LayoutIntake {
  static let marker = "oci-layout"
  /// An index may refer to an index; deeper nesting is no longer an image for a platform.
  private static let nestingLimit = 3

  let store: BlobStore
  let limits: ImageLimits

  /// Has the manifest and all that it needs in the store afterwards, every digest and size verified.
  ///
  /// - Parameter selecting: the image's name within the layout, where it holds several.
  func take(
    from source: borrowing some ImageSource & ~Copyable, selecting: String?
  ) throws(ImageError) -> Digest {
    try requireVersion(source)
    guard let bytes = try source.document("index.json", limit: limits.documentBytes) else {
      throw ImageError(.unsupportedFormat, source.subject, "has no index.json")
    }
    let index = try ImageIndex(parsing: bytes, of: "\(source.subject)/index.json", limits: limits)
    var chosen = try index.selected(selecting, of: source.subject).descriptor
    for _ in 0..<Self.nestingLimit {
      try takeDocument(chosen, from: source)
      guard MediaType.indexes.contains(chosen.mediaType) else { break }
      chosen = try chosen.runnableManifest(in: store, limits: limits)
    }
    guard MediaType.manifests.contains(chosen.mediaType) else {
      throw ImageError(
        .unsupportedFormat, source.subject, "holds a \(chosen.mediaType), not an image manifest")
    }
    try takeContent(of: chosen, from: source)
    return chosen.digest
  }

  private func requireVersion(
    _ source: borrowing some ImageSource & ~Copyable
  ) throws(ImageError) {
    guard let bytes = try source.document(Self.marker, limit: 4_096) else {
      throw ImageError(
        .unsupportedFormat, source.subject, "is not an OCI image layout: it has no oci-layout file",
        mend: "give an OCI layout, an OCI archive or a docker archive")
    }
    let version = try ImageError.reading(bytes, of: "\(source.subject)/\(Self.marker)") {
      field throws(FieldError) in
      try field.openObject()["imageLayoutVersion"].string()
    }
    guard version.hasPrefix("1.") else {
      throw ImageError(.unsupportedFormat, source.subject, "is a layout of version \(version)")
    }
  }

  private func takeDocument(
    _ blob: Descriptor, from source: borrowing some ImageSource & ~Copyable
  ) throws(ImageError) {
    guard blob.size <= limits.documentBytes else {
      throw ImageError(
        .limitExceeded, blob.digest.description,
        "declares \(blob.size) bytes; a document may have \(limits.documentBytes)")
    }
    try source.store(blob)
  }

  private func takeContent(
    of descriptor: Descriptor, from source: borrowing some ImageSource & ~Copyable
  ) throws(ImageError) {
    let manifest = try ImageManifest(reading: descriptor.digest, in: store, limits: limits)
    var bytesLeft = limits.blobBytes
    for blob in manifest.blobs {
      guard blob.size <= bytesLeft else {
        throw ImageError(
          .limitExceeded, source.subject, "has more than \(limits.blobBytes) bytes of blobs")
      }
      bytesLeft -= blob.size
    }
    try takeDocument(manifest.configuration, from: source)
    for layer in manifest.layers { try source.store(layer) }
  }
}

extension Descriptor {
  /// The manifest for this machine in the index that this descriptor refers to; the first, where
  /// several would do (OCI image-index.md).
  func runnableManifest(in store: BlobStore, limits: ImageLimits) throws(ImageError) -> Descriptor {
    let subject = "index \(digest)"
    let bytes = try ImageError.about(subject) { () throws(SystemError) in
      try store.read(digest, limit: limits.documentBytes)
    }
    let entries = try ImageIndex(parsing: bytes, of: subject, limits: limits).runnable(of: subject)
    guard let first = entries.first else {
      throw ImageError(.notFound, subject, "holds no image")
    }
    return first.descriptor
  }
}

extension ImageManifest {
  /// Reads the manifest `digest` from `store`.
  init(reading digest: Digest, in store: BlobStore, limits: ImageLimits) throws(ImageError) {
    let bytes = try ImageError.about("manifest \(digest)") { () throws(SystemError) in
      try store.read(digest, limit: limits.documentBytes)
    }
    try self.init(parsing: bytes, digest: digest, limits: limits)
  }

  /// The configuration that this manifest names, checked against the manifest and this machine.
  func configurationDocument(
    in store: BlobStore, limits: ImageLimits
  ) throws(ImageError) -> ConfigurationDocument {
    let digest = configuration.digest
    let subject = "configuration \(digest)"
    let bytes = try ImageError.about(subject) { () throws(SystemError) in
      try store.read(digest, limit: limits.documentBytes)
    }
    let document = try ConfigurationDocument(parsing: bytes, digest: digest, limits: limits)
    try document.requirePlatform(of: subject)
    guard document.diffIDs.count == layers.count else {
      throw ImageError(
        .mismatch, subject,
        "names \(document.diffIDs.count) layers, its manifest \(layers.count)")
    }
    return document
  }
}
