import CLinux

extension FileDescriptor {
  /// Creates the symbolic link `name` of this directory; `target` is stored unread (`symlinkat(2)`).
  package func makeSymbolicLink(_ name: String, to target: String) throws(SystemError) {
    try systemCall("symlinkat", name) { unsafe symlinkat(target, rawValue, name) }
  }

  /// Gives the file `name` of this directory a second name; a symbolic link is linked itself, not
  /// followed (`linkat(2)`).
  package func makeHardLink(
    _ name: String, to newName: String, in target: borrowing FileDescriptor
  ) throws(SystemError) {
    let targetNumber = target.rawValue
    try systemCall("linkat", newName) {
      unsafe linkat(rawValue, name, targetNumber, newName, 0)
    }
  }

  /// Sets the permission bits of the open file, whatever the umask is (`fchmod(2)`).
  package func setPermissions(_ permissions: UInt32) throws(SystemError) {
    try systemCall("fchmod") { fchmod(rawValue, permissions) }
  }

  /// Sets the apparent size in bytes of the open file (`ftruncate(2)`).
  package func setSize(_ size: Int64) throws(SystemError) {
    try systemCall("ftruncate") { ftruncate(rawValue, off_t(size)) }
  }

  /// Sets both times of the open file (`futimens(3)`).
  package func setTimes(_ time: FileTime) throws(SystemError) {
    let times = [time.raw, time.raw]
    try systemCall("futimens") { unsafe futimens(rawValue, times) }
  }

  /// Sets both times of the entry `name`; a symbolic link is not followed (`utimensat(2)`).
  package func setTimes(of name: String, _ time: FileTime) throws(SystemError) {
    let times = [time.raw, time.raw]
    try systemCall("utimensat", name) {
      unsafe utimensat(rawValue, name, times, AT_SYMLINK_NOFOLLOW)
    }
  }

  /// Sets an extended attribute of the open file (`fsetxattr(2)`).
  package func setAttribute(_ name: String, _ value: [UInt8]) throws(SystemError) {
    try systemCall("fsetxattr", name) {
      unsafe fsetxattr(rawValue, name, value, value.count, 0)
    }
  }

  /// Reads an extended attribute of at most 64 KiB from the open file (`fgetxattr(2)`).
  ///
  /// - Throws: `ENODATA` if the file has no such attribute.
  package func attribute(_ name: String) throws(SystemError) -> [UInt8] {
    var value = [UInt8](repeating: 0, count: 1 << 16)
    let count = try systemCall("fgetxattr", name) {
      unsafe fgetxattr(rawValue, name, &value, value.count)
    }
    return Array(value[..<count])
  }
}

extension FileDescriptor {
  /// Reads from `offset` without moving the position (`pread(2)`).
  ///
  /// - Returns: the bytes read, fewer than `count` only at the end of the file.
  package func read(_ count: Int, at offset: Int64) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let step = try systemCall("pread") {
        unsafe bytes.withUnsafeMutableBytes { buffer in
          unsafe pread(
            rawValue, buffer.baseAddress.map { unsafe $0 + done }, count - done,
            off_t(offset) + done)
        }
      }
      if step == 0 { break }
      done += step
    }
    return Array(bytes[..<done])
  }

  /// Writes every byte of `buffer` at `offset` without moving the position (`pwrite(2)`).
  package func writeAll(
    _ buffer: UnsafeRawBufferPointer, at offset: Int64
  ) throws(SystemError) {
    var done = 0
    while done < buffer.count {
      done += try systemCall("pwrite") {
        unsafe pwrite(
          rawValue, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done,
          off_t(offset) + done)
      }
    }
  }

  /// Makes everything written to this file's whole file system durable (`syncfs(2)`).
  package func synchronizeFileSystem() throws(SystemError) {
    try systemCall("syncfs") { syncfs(rawValue) }
  }
}
