package import Linux

/// The few things that a log does to its files, each durable only as far as it says; paths are
/// relative to the log's directory.
///
/// Tests put a file system in its place that loses whatever was not made durable.
package protocol LogStorage: Sendable {
  /// The whole file.
  ///
  /// - Throws: `ENOENT` where there is none.
  func read(_ path: String) throws(SystemError) -> [UInt8]

  /// Creates a directory and its missing parents; durable once the directories above are.
  func makeDirectories(_ path: String) throws(SystemError)

  /// Writes files that are not there yet; their contents are durable on return, their names once
  /// their directories are.
  func write(_ files: [LogFile]) throws(SystemError)

  /// Gives a file another name in the same directory, in place of what had it; durable once the
  /// directory is.
  func rename(_ path: String, to newPath: String) throws(SystemError)

  /// Makes names in a directory durable; the empty path is the log's own.
  func synchronize(directory path: String) throws(SystemError)

  /// Removes a file or a directory with all in it, if it is there.
  func remove(_ path: String) throws(SystemError)
}

/// A file to be written.
package struct LogFile: Equatable, Sendable {
  package let path: String
  package let bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  /// The directory that it lies in; empty for the log's own.
  var directory: String { Self.directory(of: path) }

  static func directory(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }
}

extension LogStorage {
  /// Puts all `files` in place, whole and durable, in this order of steps: contents, names,
  /// directories. What has a name already is replaced.
  func commit(_ files: [LogFile]) throws(SystemError) {
    var directories: Set<String> = []
    for file in files where directories.insert(file.directory).inserted {
      if !file.directory.isEmpty { try makeDirectories(file.directory) }
    }
    let staged = files.map { LogFile(path: $0.path + ".new", bytes: $0.bytes) }
    for file in staged { try remove(file.path) }
    try write(staged)
    for (file, target) in zip(staged, files) { try rename(file.path, to: target.path) }
    // A new directory is durable only when its own name is, and so on up to the log's directory.
    for directory in directories {
      var parent = directory
      while !parent.isEmpty {
        parent = LogFile.directory(of: parent)
        directories.insert(parent)
      }
    }
    for directory in directories.sorted().reversed() { try synchronize(directory: directory) }
  }
}
