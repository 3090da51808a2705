package import Content
package import Linux

/// Digests of executables that providers of one workspace have measured before: to hash them at each
/// start takes longer than a short job.
///
/// A file counts as unchanged as long as its device, inode, size and times are; the time of its last
/// change is set by the kernel alone. `{"files":{"<these>":"sha256:…"},"schema":"urn:assay:schema:measured-files:v1"}`
package struct MeasuredFiles: Sendable {
  private static let schema = "urn:assay:schema:measured-files:v1"
  private static let largestFile = 1 << 16
  private static let mostFiles = 64
  /// A file that was changed this recently may be changed again without another time.
  private static let settledMilliseconds: Int64 = 5000

  private let directory: String
  private let name = "measured-files.json"
  private let now: @Sendable () -> Timestamp

  /// - Parameters:
  ///   - directory: of the workspace, into which only its owner may write.
  ///   - now: the clock of the file system that holds the executables.
  package init(in directory: String, now: @escaping @Sendable () -> Timestamp) {
    self.directory = directory
    self.now = now
  }

  /// The digests of the files at `paths`, in their order; those that are not known are hashed, and
  /// remembered unless they were changed just now.
  package func digests(of paths: [String]) throws(SystemError) -> [Digest] {
    let known = remembered()
    var settled: [String: Digest] = [:]
    var digests: [Digest] = []
    for path in paths {
      let file = try FileDescriptor.open(path, .readOnly)
      let status = try file.status()
      let remembered = known[status.identity]
      let digest = if let remembered { remembered } else { try Digest.reading(file).digest }
      digests.append(digest)
      // What was changed meanwhile has another identity by now.
      if isSettled(status), try file.status() == status { settled[status.identity] = digest }
    }
    if settled.contains(where: { known[$0.key] == nil }) {
      let all = known.merging(settled) { $1 }
      remember(all.count > Self.mostFiles ? settled : all)
    }
    return digests
  }

  private func isSettled(_ status: FileStatus) -> Bool {
    status.changeTime.seconds * 1000 + Self.settledMilliseconds < now().milliseconds
  }

  /// What is known; nothing where there is no such file, or none that can be read: then it is hashed.
  private func remembered() -> [String: Digest] {
    guard
      let bytes = try? FileDescriptor.open("\(directory)/\(name)", .readOnly)
        .readAll(limit: Self.largestFile),
      let json = try? JSON(parsing: bytes),
      let fields = try? JSONField(json).object("files", "schema"),
      case .string(Self.schema)? = fields["schema"].value,
      let members = try? fields["files"].members(atMost: Self.mostFiles)
    else { return [:] }
    var known: [String: Digest] = [:]
    for (name, field) in members { known[name] = try? field.digest() }
    return known
  }

  /// Without success the next start hashes again, no more.
  private func remember(_ digests: [String: Digest]) {
    var members = JSONObject()
    for (identity, digest) in digests { members[identity] = .string(digest.description) }
    let document: JSON = .object(["files": .object(members), "schema": .string(Self.schema)])
    try? FileDescriptor.open(directory, [.readOnly, .directory])
      .write(document.canonicalBytes, to: name, permissions: 0o600, .atomic)
  }
}

extension FileStatus {
  /// Which file this is, and since when it has been as it is.
  fileprivate var identity: String {
    "\(device):\(inode):\(size):\(modificationTime.text):\(changeTime.text)"
  }
}

extension FileTime {
  fileprivate var text: String { "\(seconds).\(nanoseconds)" }
}
