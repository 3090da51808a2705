package import Content
import Linux

extension ImageStore {
  /// Takes in an image that somebody else's tool has written: an OCI layout, an archive of one, or a
  /// docker archive; with plain, gzip or zstd layers.
  ///
  /// Every digest and size is verified, and the root is unpacked, before the image gets its name; an
  /// image that fails gets none, and its blobs go with the next pruning.
  ///
  /// - Parameters:
  ///   - path: the directory or file.
  ///   - selecting: which image, by its name in there, where there are several.
  ///   - reference: the name that it gets here; nil for none.
  /// - Returns: the digest of the manifest.
  package func importImage(
    from path: String, selecting: String? = nil, reference: String?
  ) throws(ImageError) -> Digest {
    if let reference { try Self.requireName(reference) }
    let hold = try hold()
    let digest = try take(from: path, selecting: selecting)
    _ = try rootFileSystem(of: digest)
    if let reference { try name(digest, reference) }
    _ = consume hold
    return digest
  }

  private func take(from path: String, selecting: String?) throws(ImageError) -> Digest {
    let status = try ImageError.about(path) { () throws(SystemError) in
      try FileDescriptor.open(path, .path).status()
    }
    let layout = LayoutIntake(store: store, limits: limits)
    if status.kind == .directory {
      let source = try LayoutSource(at: path, into: store)
      return try layout.take(from: source, selecting: selecting)
    }
    return try withUTF8Locale { () throws(ImageError) in
      let source = try ArchiveSource(at: path, into: store, limits: limits)
      if try source.blob(LayoutIntake.marker) != nil {
        return try layout.take(from: source, selecting: selecting)
      }
      return try DockerIntake(store: store, limits: limits).take(from: source, selecting: selecting)
    }
  }

  /// Lets `reference` mean the manifest `digest`, whose content is durable from here on.
  func name(_ digest: Digest, _ reference: String) throws(ImageError) {
    let size = try ImageError.about(store.path) { () throws(SystemError) in
      try FileDescriptor.open(store.path, [.readOnly, .directory]).synchronizeFileSystem()
      return try store.open(digest).status().size
    }
    let descriptor = Descriptor(mediaType: MediaType.manifest, digest: digest, size: size)
    try references.set(reference, to: descriptor)
  }

  /// That `reference` can be a name: letters, digits and `. _ - / : @ +`, starting with a letter or
  /// digit, at most 255 bytes, and no digest.
  static func requireName(_ reference: String) throws(ImageError) {
    let isPlain = reference.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "._-/:@+".utf8.contains(byte)
      }
    }
    let startsPlain = reference.utf8.first.map { !"._-/:@+".utf8.contains($0) } ?? false
    guard isPlain, startsPlain, reference.utf8.count <= 255, !reference.hasPrefix("sha256:") else {
      throw ImageError(
        .invalidReference, EntryPath.excerpt(reference), "cannot name an image",
        mend: "use letters, digits and . _ - / : @ +, first a letter or digit, at most 255 bytes")
    }
  }
}
