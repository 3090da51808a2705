package import Content
import Linux

/// The images of this machine: content by digest, names for it, and unpacked roots.
///
/// Several processes may use one store at once.
package struct ImageStore: Sendable {
  let store: BlobStore
  let cache: RootCache
  let limits: ImageLimits

  var references: ReferenceTable { ReferenceTable(of: store, limits: limits) }

  /// - Parameters:
  ///   - store: manifests, configurations and layers, and the table of names.
  ///   - cacheDirectory: unpacked roots; created where it is missing.
  ///   - limits: what is accepted of foreign images.
  package init(
    store: BlobStore, cacheDirectory: String, limits: ImageLimits = ImageLimits()
  ) throws(ImageError) {
    self.store = store
    self.limits = limits
    cache = try RootCache(at: cacheDirectory)
  }

  /// Keeps pruning away as long as the result lives: hold it while blobs are staged for a job, and
  /// while a root is in use. Any number of holds, in any number of processes, may be open at once.
  package func hold() throws(ImageError) -> ImageHold {
    ImageHold(
      try ImageError.about(holdPath) { () throws(SystemError) in
        try FileLock(waitingFor: holdPath, .shared)
      })
  }

  var holdPath: String { store.path + "/.hold.lock" }
}

extension ImageStore {
  /// The digest of the manifest that `reference`, a name or `sha256:…`, stands for on this machine.
  ///
  /// - Throws: `.notFound`; `.wrongPlatform` for an index without an image for this machine.
  package func resolve(_ reference: String) throws(ImageError) -> Digest {
    if let digest = Digest(reference) {
      // Reading it proves that it is here, sound, and a manifest.
      _ = try ImageManifest(reading: digest, in: store, limits: limits)
      return digest
    }
    let entries = try references.entries()
    guard let entry = entries.first(where: { $0.name == reference }) else {
      let names = entries.compactMap(\.name).sorted().joined(separator: ", ")
      throw ImageError(
        .notFound, reference, "is not an image of this store",
        mend: names.isEmpty ? "build or import one first" : "it has: \(names)")
    }
    return try manifest(of: entry.descriptor)
  }

  private func manifest(of descriptor: Descriptor) throws(ImageError) -> Digest {
    guard MediaType.indexes.contains(descriptor.mediaType) else { return descriptor.digest }
    return try descriptor.runnableManifest(in: store, limits: limits).digest
  }

  /// The images that have names, by name.
  package func list() throws(ImageError) -> [StoredImage] {
    var images: [StoredImage] = []
    for entry in try references.entries() {
      guard let name = entry.name else { continue }
      let digest = try manifest(of: entry.descriptor)
      let manifest = try ImageManifest(reading: digest, in: store, limits: limits)
      let size = manifest.blobs.reduce(0) { $0 + $1.size }
      images.append(StoredImage(name: name, digest: digest, size: size))
    }
    return images.sorted { $0.name < $1.name }
  }

  /// Forgets the name `reference`; its content stays until the next pruning.
  package func remove(_ reference: String) throws(ImageError) {
    try references.remove(reference)
  }

  /// The unpacked root of the image and what it says about its process.
  ///
  /// Quick where the root is there already; otherwise the layers are unpacked, and each must have
  /// the digest that the configuration names.
  package func rootFileSystem(of manifest: Digest) throws(ImageError) -> RootFileSystem {
    let image = try ImageManifest(reading: manifest, in: store, limits: limits)
    let document = try image.configurationDocument(in: store, limits: limits)
    let root = try root(of: image, document)
    return RootFileSystem(layers: [root], configuration: document.process)
  }

  /// The image's root as one EROFS file, for hosts that can mount one: everything that a job can
  /// see of it, inode numbers, times (all zero) and directory order included, is the same
  /// everywhere.
  ///
  /// - Returns: the file's path.
  /// - Throws: `.notFound` where erofs-utils is not installed.
  package func erofsImage(of manifest: Digest) throws(ImageError) -> String {
    let image = try ImageManifest(reading: manifest, in: store, limits: limits)
    let document = try image.configurationDocument(in: store, limits: limits)
    let hold = try hold()
    _ = try root(of: image, document)
    let path = try cache.erofsImage(RootCache.key(of: document.diffIDs))
    _ = consume hold
    return path
  }

  /// Makes an EROFS image of an empty root for `body` to try, and removes it.
  ///
  /// - Throws: `.notFound` where erofs-utils is not installed.
  package func withTrialErofsImage<Result>(
    _ body: (String) -> Result
  ) throws(ImageError) -> Result {
    try cache.withTrialImage(body)
  }

  private func root(
    of image: ImageManifest, _ document: ConfigurationDocument
  ) throws(ImageError) -> String {
    if let root = try cache.existing(RootCache.key(of: document.diffIDs)) { return root }
    let hold = try hold()
    let root = try withUTF8Locale { () throws(ImageError) in
      try cache.unpack(image.layers, diffIDs: document.diffIDs, from: store, limits: limits)
    }
    _ = consume hold
    return root
  }
}
