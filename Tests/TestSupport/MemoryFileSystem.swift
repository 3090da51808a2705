import Linux

/// The file system in memory that confidential jobs need.
package enum MemoryFileSystem {
  /// Whether this host has it; without it such jobs are refused.
  package static let isThere: Bool = {
    guard let directory = try? FileDescriptor.open("/dev/shm", [.readOnly, .directory]),
      case .memory? = try? directory.storage()
    else { return false }
    return true
  }()

  package static let reason = "no file system in memory at /dev/shm"
}
