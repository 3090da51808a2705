import Content
import Linux

/// Unpacked root file systems, one directory for each chain of layers: `<path>/roots/<hex>`.
///
/// A root appears whole or not at all, and never changes. Several processes may share the cache,
/// and it may be deleted whenever no job runs: roots are unpacked again.
struct RootCache: Sendable {
  private static let erofsSuffix = ".erofs"

  private let path: String

  init(at path: String) throws(ImageError) {
    self.path = path + "/roots"
    // Nobody else on the machine needs to look into a job's image.
    try ImageError.about(path) { () throws(SystemError) in
      try makeDirectories(path)
      try makeDirectories(path + "/roots", permissions: 0o700)
    }
  }

  /// The name of the root that layers with `diffIDs`, bottom first, unpack to.
  static func key(of diffIDs: [Digest]) -> Digest {
    // The rules of unpacking are part of what a root depends on.
    Digest(of: JSON.strings(["flat-1"] + diffIDs.map(\.description)).canonicalBytes)
  }

  /// Where the root of `key` lies; nil if it is not unpacked.
  func existing(_ key: Digest) throws(ImageError) -> String? {
    let root = "\(path)/\(key.hexadecimal)"
    do throws(SystemError) {
      _ = try FileDescriptor.open(root, [.path, .directory])
      return root
    } catch let error where error.isNotFound {
      return nil
    } catch {
      throw ImageError(error, root)
    }
  }

  /// Unpacks `layers`, bottom first, and keeps the result under their key.
  func unpack(
    _ layers: [Descriptor], diffIDs: [Digest], from store: BlobStore, limits: ImageLimits
  ) throws(ImageError) -> String {
    let key = Self.key(of: diffIDs)
    let directory = try open()
    let suffix = String(UInt64.random(in: .min ... .max), radix: 36)
    let temporary = ".\(key.hexadecimal).\(suffix).tmp"
    do throws(ImageError) {
      let root = try ImageError.about(path) { () throws(SystemError) in
        try directory.makeDirectory(temporary)
        return try directory.open(temporary, [.readOnly, .directory, .noFollow])
      }
      try Self.assemble(layers, diffIDs, from: store, in: root, limits: limits)
      try publish(temporary, as: key, in: directory)
    } catch {
      // The first error is the one worth reporting; pruning removes what stays.
      try? directory.removeTree(temporary)
      throw error
    }
    return "\(path)/\(key.hexadecimal)"
  }

  private static func assemble(
    _ layers: [Descriptor], _ diffIDs: [Digest], from store: BlobStore,
    in root: consuming FileDescriptor, limits: ImageLimits
  ) throws(ImageError) {
    var assembly = RootAssembly(in: root, limits: limits)
    for (layer, diffID) in zip(layers, diffIDs) {
      let subject = "layer \(layer.digest)"
      let file = try ImageError.about(subject) { () throws(SystemError) in
        try store.open(layer.digest)
      }
      try assembly.apply(file, diffID: diffID, subject: subject)
    }
    try assembly.finish()
  }

  private func publish(
    _ temporary: String, as key: Digest, in directory: borrowing FileDescriptor
  ) throws(ImageError) {
    try ImageError.about(path) { () throws(SystemError) in
      do throws(SystemError) {
        try directory.rename(temporary, to: key.hexadecimal, in: directory)
      } catch let error where error.exists {
        // Another process was faster, and its root is the same.
        try directory.removeTree(temporary)
      }
    }
  }

  /// The root of `key`, which must be unpacked, as an EROFS file; made where it is missing.
  func erofsImage(_ key: Digest) throws(ImageError) -> String {
    let name = key.hexadecimal + Self.erofsSuffix
    let directory = try open()
    let names = try ImageError.about(path) { () throws(SystemError) in try directory.entries() }
    if names.contains(name) { return "\(path)/\(name)" }
    let suffix = String(UInt64.random(in: .min ... .max), radix: 36)
    let temporary = ".\(name).\(suffix).tmp"
    do throws(ImageError) {
      try ErofsImage.write(
        "\(path)/\(key.hexadecimal)", to: "\(path)/\(temporary)", key: key)
      try ImageError.about(path) { () throws(SystemError) in
        try directory.rename(temporary, to: name, in: directory)
      }
    } catch {
      // The first error is the one worth reporting; pruning removes what stays.
      try? directory.removeFile(temporary)
      throw error
    }
    return "\(path)/\(name)"
  }

  /// An EROFS image of an empty root, which is gone when `body` has returned.
  func withTrialImage<Result>(_ body: (String) -> Result) throws(ImageError) -> Result {
    let directory = try open()
    let name = ".trial.\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
    defer {
      // Pruning removes what stays.
      try? directory.removeTree(name)
      try? directory.removeFile(name + Self.erofsSuffix)
    }
    try ImageError.about(path) { () throws(SystemError) in try directory.makeDirectory(name) }
    let image = "\(path)/\(name)\(Self.erofsSuffix)"
    try ErofsImage.write("\(path)/\(name)", to: image, key: Digest(of: []))
    return body(image)
  }

  /// Removes every root but those of `keys`, and whatever a crash has left; the number of roots
  /// whose directories went.
  func removeAll(except keys: Set<Digest>) throws(ImageError) -> Int {
    let kept = Set(keys.flatMap { [$0.hexadecimal, $0.hexadecimal + Self.erofsSuffix] })
    let directory = try open()
    return try ImageError.about(path) { () throws(SystemError) in
      let doomed = try directory.entries().filter { !kept.contains($0) }
      for name in doomed { try directory.removeTree(name) }
      return doomed.count { !$0.contains(".") }
    }
  }

  private func open() throws(ImageError) -> FileDescriptor {
    try ImageError.about(path) { () throws(SystemError) in
      try .open(path, [.readOnly, .directory])
    }
  }
}
