import Linux

/// Looks through what a job left in `/out`: regular files under proper names, and nothing else.
///
/// Nothing is followed, nothing off that file system is entered, and limits are checked before any
/// file is opened. Set-id bits, owners, attributes and links between files are left behind: only
/// names and contents count.
struct OutputCollector: ~Copyable {
  private let root: FileDescriptor
  private let limits: Limits
  private(set) var files: [(path: String, size: Int64)] = []
  private(set) var refused: [RefusedOutput] = []
  private var entryCount: UInt64 = 0
  private var byteCount: UInt64 = 0
  /// The limit that the output exceeds; nothing is collected then.
  private(set) var exceeded: Limit?

  /// - Parameter root: the mount that was the job's `/out`.
  init(root: consuming FileDescriptor, limits: Limits) {
    self.root = root
    self.limits = limits
  }

  /// Lists everything.
  mutating func survey() throws(SystemError) {
    let directory = try root.openBeneath(".", [.readOnly, .directory])
    try survey(directory, prefix: "", depth: 1)
    files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    refused.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private mutating func survey(
    _ directory: borrowing FileDescriptor, prefix: String, depth: Int
  ) throws(SystemError) {
    for name in try directory.entries() {
      entryCount += 1
      guard entryCount <= limits.outputFiles else {
        exceeded = .outputFiles
        return
      }
      let path = prefix + name
      guard StoredPath.problem(with: name) == nil, path.utf8.count <= StoredPath.pathBytes else {
        refused.append(RefusedOutput(path: path, reason: .name))
        continue
      }
      guard depth <= StoredPath.depth else {
        refused.append(RefusedOutput(path: path, reason: .depth))
        continue
      }
      let status = try directory.status(of: name)
      if let reason = Self.reason(toRefuse: status.kind) {
        refused.append(RefusedOutput(path: path, reason: reason))
      } else if status.kind == .directory {
        let child = try Self.open(name, in: directory, status, [.readOnly, .directory])
        try survey(child, prefix: path + "/", depth: depth + 1)
      } else {
        byteCount += UInt64(max(0, status.size))
        guard byteCount <= limits.outputBytes else {
          exceeded = .output
          return
        }
        files.append((path, status.size))
      }
      if exceeded != nil { return }
    }
  }

  private static func reason(toRefuse kind: FileStatus.Kind) -> RefusedOutput.Reason? {
    switch kind {
    case .regular, .directory: nil
    case .symbolicLink: .symbolicLink
    case .fifo: .fifo
    case .socket: .socket
    case .device: .device
    }
  }

  /// Opens what is known to be a regular file or a directory.
  ///
  /// A job may have taken its own rights away, and without privileges we have no others: then they
  /// are given back first, which nobody can interfere with any more.
  private static func open(
    _ name: String, in directory: borrowing FileDescriptor, _ status: FileStatus,
    _ flags: FileDescriptor.Flags
  ) throws(SystemError) -> FileDescriptor {
    let needed: UInt32 = status.kind == .directory ? 0o700 : 0o400
    if status.mode & needed != needed { try directory.setPermissions(of: name, to: needed) }
    return try directory.openBeneath(name, flags)
  }

  /// Opens each file in the order of paths and hands it to `sink`.
  func collect(
    _ sink: (borrowing OutputFile) throws(SandboxError) -> Void
  ) throws(SandboxError) {
    for (path, size) in files {
      let opened: FileDescriptor
      do throws(SystemError) {
        opened = try open(path)
      } catch {
        throw .system("cannot read the output \(path)", error)
      }
      try sink(OutputFile(path: path, file: opened, size: size))
    }
  }

  private func open(_ path: String) throws(SystemError) -> FileDescriptor {
    let parent = path.split(separator: "/").dropLast().joined(separator: "/")
    let directory = try root.openBeneath(parent.isEmpty ? "." : parent, [.path, .directory])
    let name = String(path.split(separator: "/").last ?? "")
    return try Self.open(
      name, in: directory, try directory.status(of: name), [.readOnly, .noFollow, .nonBlocking])
  }
}
