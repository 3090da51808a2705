import CLinux

extension FileDescriptor {
  /// Opens `path` below this directory and nowhere else: no `..` above it, no absolute path, no
  /// symbolic link on the way or at the end, no crossing into another mount (`openat2(2)`).
  ///
  /// - Throws: `ELOOP` at a symbolic link, `EXDEV` where the path would leave the directory.
  package func openBeneath(
    _ path: String, _ flags: Flags, permissions: UInt32 = 0o600
  ) throws(SystemError) -> FileDescriptor {
    let resolution =
      UInt64(RESOLVE_BENEATH) | UInt64(RESOLVE_NO_SYMLINKS) | UInt64(RESOLVE_NO_MAGICLINKS)
      | UInt64(RESOLVE_NO_XDEV)
    // openat2 refuses a mode where nothing is created.
    let mode = flags.contains(.create) ? UInt64(permissions) : 0
    let number = try systemCall("openat2", path) {
      unsafe assay_openat2(
        rawValue, path, UInt64(UInt32(bitPattern: flags.rawValue | O_CLOEXEC)), mode, resolution)
    }
    return FileDescriptor(adopting: number)
  }
}
