import CLinux

extension FileDescriptor {
  /// Makes the open file another user's (`fchown(2)`).
  package func setOwner(user: UInt32, group: UInt32) throws(SystemError) {
    try systemCall("fchown") { fchown(rawValue, user, group) }
  }

  /// Sets the permission bits of `name` of this directory, which must not be a symbolic link
  /// (`fchmodat(2)`).
  package func setPermissions(of name: String, to permissions: UInt32) throws(SystemError) {
    try systemCall("fchmodat", name) { unsafe fchmodat(rawValue, name, permissions, 0) }
  }
}
