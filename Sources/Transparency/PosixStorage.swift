package import Linux

/// A log's directory on a POSIX file system, held exclusively as long as this object lives.
package final class PosixStorage: LogStorage {
  /// Far beyond a bundle of 256 entries of the largest size.
  private static let largestFile = 32 << 20
  private static let lockName = ".lock"

  private let root: FileDescriptor
  private let rootPath: String
  private let lock: FileLock?

  /// Opens the directory, creating it where it is missing, and locks it for writing.
  ///
  /// - Throws: `EWOULDBLOCK` while another process writes.
  package init(writing path: String) throws(SystemError) {
    try Linux.makeDirectories(path)
    root = try FileDescriptor.open(path, [.readOnly, .directory])
    rootPath = path
    lock = try FileLock(trying: "\(path)/\(Self.lockName)", .exclusive)
  }

  /// Opens the directory for reading, which needs no lock: published files do not change.
  package init(reading path: String) throws(SystemError) {
    root = try FileDescriptor.open(path, [.readOnly, .directory])
    rootPath = path
    lock = nil
  }

  package func read(_ path: String) throws(SystemError) -> [UInt8] {
    try root.open(path, .readOnly).readAll(limit: Self.largestFile, subject: path)
  }

  /// Opens a file for reading.
  package func open(_ path: String) throws(SystemError) -> FileDescriptor {
    try root.open(path, [.readOnly, .noFollow])
  }

  package func makeDirectories(_ path: String) throws(SystemError) {
    try Linux.makeDirectories("\(rootPath)/\(path)")
  }

  /// All contents first, then all `fsync`s: the first of them carries most of the others.
  package func write(_ files: [LogFile]) throws(SystemError) {
    for file in files {
      try root.open(file.path, [.writeOnly, .create, .exclusive]).writeAll(file.bytes)
    }
    for file in files { try root.open(file.path, .readOnly).synchronize() }
  }

  package func rename(_ path: String, to newPath: String) throws(SystemError) {
    try root.rename(path, to: newPath, in: root)
  }

  package func synchronize(directory path: String) throws(SystemError) {
    if path.isEmpty { return try root.synchronize() }
    try root.open(path, [.readOnly, .directory]).synchronize()
  }

  package func remove(_ path: String) throws(SystemError) {
    do throws(SystemError) {
      try root.removeTree(path)
    } catch let error where error.isNotFound {
      // Nothing to remove is what was asked for.
    }
  }
}
