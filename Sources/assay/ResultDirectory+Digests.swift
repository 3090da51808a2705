import Content
import Linux

extension ResultDirectory {
  /// The digests of every output in `directory`, by the name that statements give it.
  static func digests(in directory: String) throws(SystemError) -> [String: StepDigests] {
    var names: [String] = []
    let root = try FileDescriptor.open(directory, [.readOnly, .directory])
    for name in try root.entries() where outputNames.contains(name) {
      try collect(name, of: root, as: name, into: &names)
    }
    let files = names
    let digests = try StepDigests.reading(files.count) { index throws(SystemError) in
      try open(files[index], below: directory)
    }
    return Dictionary(uniqueKeysWithValues: zip(files, digests))
  }

  /// Reads contents that lie in `directory`, among the outputs or those that were compared; what has
  /// not the digest that it should have counts as missing.
  ///
  /// - Parameter outputs: the digest of every output in `directory`, by its name.
  static func contents(
    in directory: String, outputs: [String: Digest]
  ) -> @Sendable (Digest) -> [UInt8]? {
    let names = Dictionary(outputs.map { ($0.value, $0.key) }, uniquingKeysWith: { min($0, $1) })
    return { digest in
      let name = names[digest] ?? "\(comparedName)/\(digest.hexadecimal)"
      guard let file = try? open(name, below: directory),
        let bytes = try? file.readAll(limit: largestCompared), Digest(of: bytes) == digest
      else { return nil }
      return bytes
    }
  }

  /// Bytes of an output beyond which it is not compared.
  private static let largestCompared = 1 << 30

  /// Walks down to a file; no step follows a symbolic link.
  private static func open(
    _ name: String, below directory: String
  ) throws(SystemError) -> FileDescriptor {
    var folder = try FileDescriptor.open(directory, [.readOnly, .directory])
    let steps = name.split(separator: "/").map(String.init)
    for step in steps.dropLast() {
      folder = try folder.open(step, [.readOnly, .directory, .noFollow])
    }
    return try folder.open(steps.last ?? name, [.readOnly, .noFollow, .nonBlocking])
  }

  private static func collect(
    _ entry: String, of directory: borrowing FileDescriptor, as name: String,
    into names: inout [String]
  ) throws(SystemError) {
    guard try directory.status(of: entry).kind == .directory else { return names.append(name) }
    let folder = try directory.open(entry, [.readOnly, .directory, .noFollow])
    for child in try folder.entries() {
      try collect(child, of: folder, as: "\(name)/\(child)", into: &names)
    }
  }
}
