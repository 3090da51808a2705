import CLinux

extension FileDescriptor {
  /// An empty file in memory that has no name (`memfd_create(2)`).
  package static func anonymousFile() throws(SystemError) -> FileDescriptor {
    let number = try systemCall("memfd_create") {
      unsafe memfd_create("assay", UInt32(MFD_CLOEXEC))
    }
    return FileDescriptor(adopting: number)
  }

  /// Moves to the beginning of the file (`lseek(2)`).
  package func rewind() throws(SystemError) {
    try systemCall("lseek") { lseek(rawValue, 0, SEEK_SET) }
  }

  /// Reading and writing never wait from now on (`fcntl(2)`, `O_NONBLOCK`).
  package func doNotWait() throws(SystemError) {
    try systemCall("fcntl(F_SETFL)") { assay_set_nonblocking(rawValue) }
  }
}
