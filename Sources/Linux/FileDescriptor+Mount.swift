import CLinux

extension FileDescriptor {
  /// A detached copy of the mount at `path`, showing that file or directory alone
  /// (`open_tree(2)`).
  ///
  /// - Parameter recursive: whether with all that is mounted below it.
  package static func cloneMount(
    of path: String, recursive: Bool = false
  ) throws(SystemError) -> FileDescriptor {
    let flags = UInt32(OPEN_TREE_CLONE) | UInt32(O_CLOEXEC)
    let number = try systemCall("open_tree", path) {
      unsafe open_tree(AT_FDCWD, path, recursive ? flags | UInt32(AT_RECURSIVE) : flags)
    }
    return FileDescriptor(adopting: number)
  }

  /// A detached copy of the mount that this file lies on, showing this file alone; this mount
  /// namespace must be the one in which it was opened.
  package func cloneMount() throws(SystemError) -> FileDescriptor {
    let number = try systemCall("open_tree") {
      unsafe open_tree(
        rawValue, "",
        UInt32(OPEN_TREE_CLONE) | UInt32(O_CLOEXEC) | UInt32(AT_EMPTY_PATH))
    }
    return FileDescriptor(adopting: number)
  }

  /// Adds restrictions to this mount (`mount_setattr(2)`).
  package func restrictMount(_ attributes: MountAttributes) throws(SystemError) {
    var change = mount_attr()
    change.attr_set = UInt64(attributes.rawValue)
    try systemCall("mount_setattr") {
      unsafe mount_setattr(
        rawValue, "", UInt32(AT_EMPTY_PATH), &change, MemoryLayout<mount_attr>.size)
    }
  }

  /// Attaches this detached mount at `path` below `directory` (`move_mount(2)`), which must be
  /// there and must be reached without following a symbolic link.
  package func attach(at path: String, of directory: borrowing FileDescriptor)
    throws(SystemError)
  {
    try directory.attach(rawValue, at: path)
  }

  fileprivate func attach(_ mount: Int32, at path: String) throws(SystemError) {
    if !path.utf8.contains(UInt8(ascii: "/")), path != ".." {
      // A link at the end is not followed, and nothing can be attached to it.
      try systemCall("move_mount", path) {
        unsafe move_mount(mount, "", rawValue, path, UInt32(MOVE_MOUNT_F_EMPTY_PATH))
      }
      return
    }
    let target = try openBeneath(path, [.path], crossingMounts: true)
    try systemCall("move_mount", path) {
      unsafe move_mount(
        mount, "", target.rawValue, "",
        UInt32(MOVE_MOUNT_F_EMPTY_PATH) | UInt32(MOVE_MOUNT_T_EMPTY_PATH))
    }
  }

  /// Attaches this detached mount at an absolute path that is trusted (`move_mount(2)`).
  package func attach(at path: String) throws(SystemError) {
    try systemCall("move_mount", path) {
      unsafe move_mount(rawValue, "", AT_FDCWD, path, UInt32(MOVE_MOUNT_F_EMPTY_PATH))
    }
  }

  /// Makes this attached mount the root of the mount namespace and lets go of all that was there
  /// (`pivot_root(2)`); the working directory is the new root afterwards.
  package func becomeRoot() throws(SystemError) {
    try systemCall("fchdir") { fchdir(rawValue) }
    // The old root ends up mounted over the new one at the same place, hence "." twice.
    try systemCall("pivot_root") { unsafe assay_pivot_root(".", ".") }
    try systemCall("umount2") { unsafe umount2(".", Int32(MNT_DETACH)) }
    try systemCall("chdir") { unsafe chdir("/") }
  }
}

extension DescriptorList {
  /// Attaches the detached mount at position `index` as `FileDescriptor.attach(at:of:)` does.
  package func attach(
    _ index: Int, at path: String, of directory: borrowing FileDescriptor
  ) throws(SystemError) {
    try directory.attach(rawValues[index], at: path)
  }
}

/// Cuts every mount of this namespace off from changes elsewhere (`mount(2)`, `MS_PRIVATE`).
package func makeMountsPrivate() throws(SystemError) {
  try systemCall("mount") {
    unsafe mount(nil, "/", nil, UInt(MS_REC) | UInt(MS_PRIVATE), nil)
  }
}

/// Takes away the mount at an absolute path that is trusted (`umount2(2)`, `MNT_DETACH`).
package func detachMount(at path: String) throws(SystemError) {
  try systemCall("umount2", path) { unsafe umount2(path, Int32(MNT_DETACH)) }
}

/// Room left in a file system (`fstatfs(2)`).
package struct Vacancy: Equatable, Sendable {
  package let bytes: UInt64
  package let files: UInt64
  /// Files and directories that it has, its root among them.
  package let usedFiles: UInt64

  package var isNone: Bool { bytes == 0 || files == 0 }
}

extension FileDescriptor {
  /// Takes away the mount at an absolute path that is trusted (`umount2(2)`, `MNT_DETACH`).
  package func detachMount(at path: String) throws(SystemError) {
    try systemCall("umount2", path) { unsafe umount2(path, Int32(MNT_DETACH)) }
  }

  /// Room left in the file system that this file lies on.
  package func vacancy() throws(SystemError) -> Vacancy {
    var raw = statfs()
    try systemCall("fstatfs") { unsafe fstatfs(rawValue, &raw) }
    return Vacancy(
      bytes: UInt64(raw.f_bavail) * UInt64(raw.f_bsize), files: UInt64(raw.f_ffree),
      usedFiles: UInt64(raw.f_files) - min(UInt64(raw.f_files), UInt64(raw.f_ffree)))
  }
}
