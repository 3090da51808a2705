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

  /// Writes zeros over the first `count` bytes of the file.
  package func overwrite(_ count: Int64) throws(SystemError) {
    try rewind()
    let zeros = [UInt8](repeating: 0, count: 1 << 16)
    var rest = count
    while rest > 0 {
      try writeAll(Array(zeros.prefix(Int(min(rest, Int64(zeros.count))))))
      rest -= min(rest, Int64(zeros.count))
    }
  }

  /// Reading and writing never wait from now on (`fcntl(2)`, `O_NONBLOCK`).
  package func doNotWait() throws(SystemError) {
    try systemCall("fcntl(F_SETFL)") { assay_set_nonblocking(rawValue) }
  }
}
