import CLinux

extension FileDescriptor {
  /// Makes `name` of this directory a symbolic link to `target` (`symlinkat(2)`).
  package func makeSymbolicLink(_ name: String, to target: String) throws(SystemError) {
    try systemCall("symlinkat", name) { unsafe symlinkat(target, rawValue, name) }
  }

  /// Sets the permission bits of `name` of this directory, which must not be a symbolic link
  /// (`fchmodat(2)`).
  package func setPermissions(of name: String, to permissions: UInt32) throws(SystemError) {
    try systemCall("fchmodat", name) { unsafe fchmodat(rawValue, name, permissions, 0) }
  }
}

extension SystemError {
  /// There is something of that name already (`EEXIST`).
  package var isExisting: Bool { code == EEXIST }
}
