import Content
import Linux

/// A root file system being put together from layers, bottom first, in a directory of its own.
///
/// Every change goes through descriptors of directories that were opened beneath the root without
/// following a link, so that no name inside a layer can act elsewhere. The tree is the same for
/// root and for an ordinary user: everything belongs to whoever unpacks; directories and
/// executables get mode 0755 and other files 0644; device nodes, FIFOs, set-id bits and all
/// extended attributes but `user.*` are left out.
struct RootAssembly: ~Copyable {
  /// Where a sandbox mounts: these must be directories in every root.
  static let mountPoints = ["dev", "in", "out", "proc", "tmp"]

  let root: FileDescriptor
  private let limits: ImageLimits
  private var entriesLeft: Int
  private var bytesLeft: Int64
  private var streamBytesLeft: Int64
  /// What the layer at hand has placed; whiteouts spare it, and none of it may come twice.
  var placed: Set<EntryPath> = []
  /// Directories on the way to what the layer at hand has placed.
  var occupied: Set<EntryPath> = []
  /// Every directory ever made, with the time that it gets in the end.
  private var directoryTimes: [EntryPath: FileTime] = [.root: .epoch]

  init(in root: consuming FileDescriptor, limits: ImageLimits) {
    self.root = root
    self.limits = limits
    entriesLeft = limits.entries
    bytesLeft = limits.unpackedBytes
    streamBytesLeft = limits.unpackedBytes
  }

  /// Lays the layer in `file` over what is there.
  ///
  /// - Parameter diffID: what the digest of the uncompressed layer must be.
  mutating func apply(
    _ file: consuming FileDescriptor, diffID: Digest, subject: String
  ) throws(ImageError) {
    let stream = try UncompressedStream(
      file, of: subject, byteLimit: streamBytesLeft, limits: limits)
    let reader = try TarReader(stream)
    placed.removeAll()
    occupied.removeAll()
    while let entry = try reader.next() {
      entriesLeft -= 1
      guard entriesLeft >= 0 else {
        throw ImageError(.limitExceeded, subject, "brings more than \(limits.entries) entries")
      }
      if let whiteout = try Whiteout(entry) {
        try apply(whiteout)
      } else {
        try place(entry, from: reader)
      }
    }
    let actual = try stream.finish()
    streamBytesLeft -= stream.count
    guard actual == diffID else {
      throw ImageError(
        .mismatch, subject, "unpacks to \(actual), the image's configuration says \(diffID)")
    }
  }

  private mutating func place(_ entry: TarEntry, from reader: TarReader) throws(ImageError) {
    let path = entry.path
    if path == .root {
      guard entry.kind == .directory else {
        throw ImageError(.unsafeEntry, path.description, "the root must be a directory")
      }
      directoryTimes[.root] = entry.modificationTime
      return
    }
    let parent = try openParent(of: path)
    try makeWay(for: entry, in: parent)
    switch entry.kind {
    case .directory: try placeDirectory(entry, in: parent)
    case .file(let size): try placeFile(entry, size: size, in: parent, from: reader)
    case .symbolicLink(let target):
      try ImageError.about(path.text) { () throws(SystemError) in
        try parent.makeSymbolicLink(path.name, to: target)
        try parent.setTimes(of: path.name, entry.modificationTime)
      }
    case .hardLink(let target): try placeLink(path, to: target, in: parent)
    case .special: break
    }
    placed.insert(path)
    if !occupied.contains(path.parent) { occupied.formUnion(path.ancestors) }
  }

  private mutating func placeDirectory(
    _ entry: TarEntry, in parent: borrowing FileDescriptor
  ) throws(ImageError) {
    let name = entry.path.name
    try ImageError.about(entry.path.text) { () throws(SystemError) in
      do throws(SystemError) {
        try parent.makeDirectory(name)
      } catch let error where error.exists {
        // makeWay left a directory of a lower layer, which this one continues.
      }
      if entry.attributes.contains(where: \.isKept) {
        try parent.open(name, [.readOnly, .directory, .noFollow]).setAttributes(of: entry)
      }
    }
    directoryTimes[entry.path] = entry.modificationTime
  }

  private mutating func placeFile(
    _ entry: TarEntry, size: Int64, in parent: borrowing FileDescriptor, from reader: TarReader
  ) throws(ImageError) {
    let path = entry.path
    guard size >= 0, size <= bytesLeft else {
      throw ImageError(
        .limitExceeded, path.text,
        "declares \(size) bytes; \(bytesLeft) of the image's \(limits.unpackedBytes) are left")
    }
    bytesLeft -= size
    let file = try ImageError.about(path.text) { () throws(SystemError) in
      try parent.open(path.name, [.writeOnly, .create, .exclusive, .noFollow], permissions: 0o600)
    }
    while let (bytes, offset) = unsafe try reader.nextBlock() {
      guard offset >= 0, offset <= size, Int64(bytes.count) <= size - offset else {
        throw ImageError(.invalidDocument, path.text, "has more bytes than its header declares")
      }
      try ImageError.about(path.text) { () throws(SystemError) in
        unsafe try file.writeAll(bytes, at: offset)
      }
    }
    try ImageError.about(path.text) { () throws(SystemError) in
      try file.setSize(size)
      try file.setAttributes(of: entry)
      try file.setPermissions(entry.isExecutable ? 0o755 : 0o644)
      try file.setTimes(entry.modificationTime)
    }
  }

  private func placeLink(
    _ path: EntryPath, to target: EntryPath, in parent: borrowing FileDescriptor
  ) throws(ImageError) {
    let directory = try open(target.parent, for: path)
    let kind = try kind(of: target, in: directory)
    guard kind == .regular || kind == .symbolicLink else {
      throw ImageError(
        .unsafeEntry, path.text, "is a hard link to \(target), which is not a file of the image")
    }
    try ImageError.about(path.text) { () throws(SystemError) in
      try directory.makeHardLink(target.name, to: path.name, in: parent)
    }
  }
}

extension RootAssembly {
  /// Makes the mount points, gives directories their modes and times, and makes all of it durable.
  mutating func finish() throws(ImageError) {
    for name in Self.mountPoints { try ensureMountPoint(.root.appending(name)) }
    for (path, time) in directoryTimes {
      // A later layer may have replaced the directory by something else.
      guard let directory = try openIfDirectory(path) else { continue }
      try ImageError.about(path.description) { () throws(SystemError) in
        try directory.setPermissions(0o755)
        try directory.setTimes(time)
      }
    }
    try ImageError.about(".") { () throws(SystemError) in try root.synchronizeFileSystem() }
  }

  private mutating func ensureMountPoint(_ path: EntryPath) throws(ImageError) {
    switch try kind(of: path, in: root) {
    case .directory: return
    case nil: try makeDirectory(path)
    case .some:
      throw ImageError(
        .unsafeEntry, path.text, "is not a directory, so nothing can be mounted on it",
        mend: "the image must have /\(path) as a directory, or not at all")
    }
  }

  /// Makes the directory `path` in a directory that exists.
  mutating func makeDirectory(_ path: EntryPath) throws(ImageError) {
    let parent = try open(path.parent, for: path)
    try ImageError.about(path.text) { () throws(SystemError) in
      try parent.makeDirectory(path.name)
    }
    directoryTimes[path] = .epoch
  }
}
