import Content
import Linux

/// A tar archive of an image, read once from end to end: each file goes straight into the store
/// under its digest, and its name is remembered.
///
/// What no manifest turns out to need stays in the store until the next pruning.
struct ArchiveSource: ImageSource {
  private enum Member {
    case blob(Digest, size: Int64)
    case link(EntryPath)
  }

  /// A link to a link to a link… of this many steps is a loop.
  private static let linkLimit = 16

  let subject: String
  private let destination: BlobStore
  private var members: [EntryPath: Member] = [:]

  init(
    at path: String, into store: BlobStore, limits: ImageLimits
  ) throws(ImageError) {
    subject = path
    destination = store
    let file = try ImageError.about(path) { () throws(SystemError) in
      let file = try FileDescriptor.open(path, [.readOnly, .nonBlocking])
      guard try file.status().kind == .regular else { throw .notRegular(path) }
      return file
    }
    let stream = try UncompressedStream(
      file, of: path, byteLimit: limits.unpackedBytes, limits: limits)
    let reader = try TarReader(stream)
    var bytesLeft = limits.blobBytes
    while let entry = try reader.next() {
      guard members.count < limits.entries else {
        throw ImageError(.limitExceeded, path, "has more than \(limits.entries) members")
      }
      if entry.kind == .directory { continue }
      guard members[entry.path] == nil else {
        throw ImageError(.unsafeEntry, path, "has the member \(entry.path) twice")
      }
      members[entry.path] = try member(entry, from: reader, &bytesLeft)
    }
  }

  private func member(
    _ entry: TarEntry, from reader: TarReader, _ bytesLeft: inout Int64
  ) throws(ImageError) -> Member {
    switch entry.kind {
    case .symbolicLink(let target): return .link(try entry.path.resolving(target))
    case .hardLink(let target): return .link(target)
    case .file(let size):
      guard size <= bytesLeft else {
        throw ImageError(.limitExceeded, subject, "the member \(entry.path) is too large")
      }
      bytesLeft -= size
      let stored = try store(entry.path, size: size, from: reader)
      return .blob(stored.digest, size: stored.size)
    case .directory, .special:
      throw ImageError(
        .unsafeEntry, subject, "the member \(entry.path) is neither a file nor a link")
    }
  }

  private func store(
    _ path: EntryPath, size: Int64, from reader: TarReader
  ) throws(ImageError) -> (digest: Digest, size: Int64) {
    var writer = try ImageError.about(subject) { () throws(SystemError) in
      try destination.writer(limit: size)
    }
    while let (bytes, offset) = unsafe try reader.nextBlock() {
      guard offset == writer.size else {
        throw ImageError(.unsafeEntry, subject, "the member \(path) is a sparse file")
      }
      try ImageError.about(path.text) { () throws(SystemError) in unsafe try writer.write(bytes) }
    }
    guard writer.size == size else {
      throw ImageError(.mismatch, subject, "the member \(path) is shorter than its header says")
    }
    return try ImageError.about(path.text) { () throws(SystemError) in
      try writer.commit(expecting: Self.digest(namedBy: path))
    }
  }

  /// The digest that a layout's blob has in its name.
  private static func digest(namedBy path: EntryPath) -> Digest? {
    guard path.components.count == 3, path.parent.text == "blobs/sha256" else { return nil }
    return Digest(hexadecimal: path.name)
  }
}

extension ArchiveSource {
  /// Digest and size of the member `name`, links followed within the archive.
  func blob(_ name: String) throws(ImageError) -> (digest: Digest, size: Int64)? {
    var path = try EntryPath(name)
    for _ in 0..<Self.linkLimit {
      switch members[path] {
      case .blob(let digest, let size): return (digest, size)
      case .link(let target): path = target
      case nil: return nil
      }
    }
    throw ImageError(.unsafeEntry, subject, "the member \(name) is a loop of links")
  }

  func document(_ name: String, limit: Int) throws(ImageError) -> [UInt8]? {
    guard let blob = try blob(name) else { return nil }
    return try ImageError.about("\(subject): \(name)") { () throws(SystemError) in
      try destination.read(blob.digest, limit: limit)
    }
  }

  func store(_ blob: Descriptor) throws(ImageError) {
    guard let found = try self.blob(member(of: blob)), found.digest == blob.digest else {
      throw missing(blob)
    }
    guard found.size == blob.size else { throw mismatch(blob, size: found.size) }
  }
}
