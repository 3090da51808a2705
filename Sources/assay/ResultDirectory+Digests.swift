import Content
import Linux

extension ResultDirectory {
  /// The digest of every output in `directory`, by the name that statements give it.
  static func digests(in directory: String) throws(SystemError) -> [String: Digest] {
    var digests: [String: Digest] = [:]
    let root = try FileDescriptor.open(directory, [.readOnly, .directory])
    for name in try root.entries() where outputNames.contains(name) {
      try collect(name, of: root, as: name, into: &digests)
    }
    return digests
  }

  private static func collect(
    _ entry: String, of directory: borrowing FileDescriptor, as name: String,
    into digests: inout [String: Digest]
  ) throws(SystemError) {
    guard try directory.status(of: entry).kind == .directory else {
      let file = try directory.open(entry, [.readOnly, .noFollow, .nonBlocking])
      digests[name] = try Digest.reading(file).digest
      return
    }
    let folder = try directory.open(entry, [.readOnly, .directory, .noFollow])
    for child in try folder.entries() {
      try collect(child, of: folder, as: "\(name)/\(child)", into: &digests)
    }
  }
}
