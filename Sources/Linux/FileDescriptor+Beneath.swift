import CLinux

extension FileDescriptor {
  /// Opens `path` below this directory and nowhere else: no `..` above it, no absolute path, no
  /// symbolic link on the way or at the end (`openat2(2)`).
  ///
  /// - Parameter crossingMounts: whether the path may lead into another mount.
  /// - Throws: `ELOOP` at a symbolic link, `EXDEV` where the path would leave the directory.
  package func openBeneath(
    _ path: String, _ flags: Flags, permissions: UInt32 = 0o600, crossingMounts: Bool = false
  ) throws(SystemError) -> FileDescriptor {
    var resolve = ASSAY_RESOLVE_BENEATH | ASSAY_RESOLVE_NO_SYMLINKS | ASSAY_RESOLVE_NO_MAGICLINKS
    if !crossingMounts { resolve |= ASSAY_RESOLVE_NO_XDEV }
    return try Self.open(rawValue, path, flags, permissions: permissions, resolve: resolve)
  }

  /// Opens `path` as if this directory were the root: `..` and absolute links stay inside, links
  /// of `/proc` that jump to another file are refused (`openat2(2)`).
  package func openInRoot(_ path: String, _ flags: Flags) throws(SystemError) -> FileDescriptor {
    try Self.open(
      rawValue, path, flags, permissions: 0,
      resolve: ASSAY_RESOLVE_IN_ROOT | ASSAY_RESOLVE_NO_MAGICLINKS)
  }

  /// Opens `path` as `openInRoot` does, with the working directory as the root.
  package static func openInWorkingDirectory(
    _ path: String, _ flags: Flags
  ) throws(SystemError) -> FileDescriptor {
    try open(
      AT_FDCWD, path, flags, permissions: 0,
      resolve: ASSAY_RESOLVE_IN_ROOT | ASSAY_RESOLVE_NO_MAGICLINKS)
  }

  private static func open(
    _ directory: Int32, _ path: String, _ flags: Flags, permissions: UInt32, resolve: UInt32
  ) throws(SystemError) -> FileDescriptor {
    // openat2 refuses a mode where nothing is created.
    let mode = flags.contains(.create) ? permissions : 0
    var attemptsLeft = attempts
    while true {
      do throws(SystemError) {
        attemptsLeft -= 1
        let number = try systemCall("openat2", path) {
          unsafe assay_openat2(directory, path, flags.rawValue | O_CLOEXEC, mode, UInt64(resolve))
        }
        return FileDescriptor(adopting: number)
      } catch let error where error.code == EAGAIN && attemptsLeft > 0 {
        // Somewhere on the host something was renamed or mounted while a `..` was looked up, and
        // the kernel cannot tell whether that mattered.
      }
    }
  }

  /// How often to ask before giving up on a host that renames all the time.
  private static var attempts: Int { 1000 }
}
