import CLinux

/// A lock on a file that all processes of the machine see (`flock(2)`), released with the value.
package struct FileLock: ~Copyable, Sendable {
  package enum Mode: Sendable {
    /// Any number of holders, none of them exclusive.
    case shared
    /// One holder and no other.
    case exclusive
  }

  private let file: FileDescriptor

  /// Waits until the file `path`, created where it is missing, can be locked.
  package init(waitingFor path: String, _ mode: Mode) throws(SystemError) {
    file = try Self.acquire(path, mode, 0)
  }

  /// Locks `path` at once.
  ///
  /// - Throws: `EWOULDBLOCK` while somebody else holds it.
  package init(trying path: String, _ mode: Mode) throws(SystemError) {
    file = try Self.acquire(path, mode, LOCK_NB)
  }

  deinit {
    // Closing is not enough: a child that another thread is just starting shares the open file
    // until it executes its program, and would hold the lock for so long.
    _ = flock(file.rawValue, LOCK_UN)
  }

  private static func acquire(
    _ path: String, _ mode: Mode, _ option: Int32
  ) throws(SystemError) -> FileDescriptor {
    let file = try FileDescriptor.open(path, [.readWrite, .create], permissions: 0o600)
    let operation = (mode == .shared ? LOCK_SH : LOCK_EX) | option
    try systemCall("flock", path) { flock(file.rawValue, operation) }
    return file
  }
}
