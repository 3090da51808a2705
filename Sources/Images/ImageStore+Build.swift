package import Content
import Linux

extension ImageStore {
  /// Packs an executable, with its libraries if it has any, into an image of one layer and gives it
  /// a name.
  ///
  /// The root holds the executable at `/<name>`, the mount points, and `files`. The same bytes and
  /// names give the same digest, whenever and by whomever the image is built.
  ///
  /// - Parameters:
  ///   - path: the executable; its last component is its name in the image.
  ///   - files: further files, from their path in the image, such as `share/table.bin`, to their
  ///     path on this machine; they stay executable if their owner may execute them.
  ///   - libraries: nil for an executable that must need none; else the loader and the libraries that
  ///     it asks for are packed too, and these, which it loads by name when it runs.
  ///   - reference: the image's name.
  /// - Returns: the digest of the manifest.
  /// - Throws: `.notStatic` for an executable that needs a loader or libraries, `.notExecutable` for
  ///   a file that is none for this machine, `.notFound` for a library that is not there.
  package func build(
    executable path: String, files: [String: String] = [:], libraries: [String]? = nil,
    reference: String
  ) throws(ImageError) -> Digest {
    try Self.requireName(reference)
    let hold = try hold()
    let name = String(path.split(separator: "/").last ?? "")
    let executable = try Self.entry(name)
    var sources: [EntryPath: String] = [:]
    for (entry, source) in files { sources[try Self.entry(entry)] = source }
    guard sources.updateValue(path, forKey: executable) == nil else {
      throw ImageError(.invalidReference, name, "is the executable and a further file at once")
    }
    if let libraries {
      let shared = try SharedLibraries(of: path, and: libraries)
      sources.merge(shared.files) { chosen, _ in chosen }
    } else {
      try Self.requireStatic(path)
    }
    let layer = try pack(sources, executable: executable)
    let digest = try describe(layer, executable: executable)
    _ = try rootFileSystem(of: digest)
    try self.name(digest, reference)
    _ = consume hold
    return digest
  }

  /// A file's path in the image; it must not lie where something is mounted.
  private static func entry(_ name: String) throws(ImageError) -> EntryPath {
    let path = try EntryPath(name)
    guard let first = path.components.first, !RootAssembly.mountPoints.contains(first) else {
      let places = RootAssembly.mountPoints.map { "/\($0)" }.joined(separator: ", ")
      throw ImageError(
        .invalidReference, name, "cannot be a file's path in an image",
        mend: "choose one outside \(places)")
    }
    return path
  }

  private static func requireStatic(_ path: String) throws(ImageError) {
    try ExecutableFile.requireStatic(try open(path), path)
  }

  /// Opens a plain file.
  static func open(_ source: String) throws(ImageError) -> FileDescriptor {
    let file = try ImageError.about(source) { () throws(SystemError) in
      try FileDescriptor.open(source, [.readOnly, .nonBlocking])
    }
    let status = try ImageError.about(source) { () throws(SystemError) in try file.status() }
    guard status.kind == .regular else {
      throw ImageError(.notFound, source, "is not a plain file")
    }
    return file
  }

  private func pack(
    _ sources: [EntryPath: String], executable: EntryPath
  ) throws(ImageError) -> Descriptor {
    var writer = TarWriter(
      try ImageError.about(store.path) { () throws(SystemError) in try store.writer() })
    var directories = Set(RootAssembly.mountPoints.map { EntryPath.root.appending($0) })
    for path in sources.keys { directories.formUnion(path.ancestors) }
    if let clash = directories.first(where: { sources[$0] != nil }) {
      throw ImageError(.invalidReference, clash.text, "is a file and a directory at once")
    }
    // A directory's name precedes those of its entries, so it is there when they come.
    for path in directories.sorted() { try writer.add(directory: path) }
    for (path, source) in sources.sorted(by: { $0.key < $1.key }) {
      try Self.add(path, from: source, isMain: path == executable, to: &writer)
    }
    let layer = try writer.finish()
    return Descriptor(mediaType: MediaType.layer, digest: layer.digest, size: layer.size)
  }

  private static func add(
    _ path: EntryPath, from source: String, isMain: Bool, to writer: inout TarWriter
  ) throws(ImageError) {
    let file = try open(source)
    let status = try ImageError.about(source) { () throws(SystemError) in try file.status() }
    try writer.add(file, as: path, isExecutable: isMain || status.mode & 0o100 != 0)
  }

  private func describe(
    _ layer: Descriptor, executable: EntryPath
  ) throws(ImageError) -> Digest {
    // The layer is not compressed, so its digest is also that of its content.
    let document = ConfigurationDocument(
      architecture: Platform.architecture, system: Platform.system,
      process: ImageConfiguration(entrypoint: ["/\(executable)"]), diffIDs: [layer.digest])
    let bytes = document.encoded
    return try ImageError.about(store.path) { () throws(SystemError) in
      let configuration = Descriptor(
        mediaType: MediaType.configuration, digest: try store.put(bytes), size: Int64(bytes.count))
      return try store.put(ImageManifest(configuration: configuration, layers: [layer]).encoded)
    }
  }
}

extension EntryPath: Comparable {
  /// In the order of their bytes.
  static func < (left: EntryPath, right: EntryPath) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}
