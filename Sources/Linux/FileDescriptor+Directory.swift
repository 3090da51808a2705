import CLinux

extension FileDescriptor {
  /// Status of the entry `name` of this directory; a symbolic link is not followed (`fstatat(2)`).
  package func status(of name: String) throws(SystemError) -> FileStatus {
    var raw = stat()
    try systemCall("fstatat", name) {
      unsafe fstatat(rawValue, name, &raw, AT_SYMLINK_NOFOLLOW)
    }
    return FileStatus(raw)
  }

  /// Creates a directory below this one (`mkdirat(2)`).
  package func makeDirectory(
    _ name: String, permissions: UInt32 = 0o755
  ) throws(SystemError) {
    try systemCall("mkdirat", name) { unsafe mkdirat(rawValue, name, permissions) }
  }

  /// Creates a character device below this directory, which everybody may read and write as far as
  /// the mask of this process allows (`mknodat(2)`).
  package func makeDevice(
    _ name: String, major: UInt32, minor: UInt32
  ) throws(SystemError) {
    try systemCall("mknodat", name) {
      unsafe mknodat(rawValue, name, mode_t(S_IFCHR) | 0o666, assay_device(major, minor))
    }
  }

  /// Removes the file `name` of this directory (`unlinkat(2)`).
  package func removeFile(_ name: String) throws(SystemError) {
    try systemCall("unlinkat", name) { unsafe unlinkat(rawValue, name, 0) }
  }

  /// Removes the empty directory `name` of this directory (`unlinkat(2)`).
  package func removeDirectory(_ name: String) throws(SystemError) {
    try systemCall("unlinkat", name) { unsafe unlinkat(rawValue, name, AT_REMOVEDIR) }
  }

  /// Moves `name` of this directory to `newName` of `target`, replacing what was there (`renameat(2)`).
  package func rename(
    _ name: String, to newName: String, in target: borrowing FileDescriptor
  ) throws(SystemError) {
    let targetNumber = target.rawValue
    try systemCall("renameat", newName) {
      unsafe renameat(rawValue, name, targetNumber, newName)
    }
  }

  /// Names in this directory, without `.` and `..`, in ascending order of their bytes (`readdir(3)`).
  package func entries() throws(SystemError) -> [String] {
    let copy = try open(".", [.readOnly, .directory])
    let number = copy.release()
    guard let stream = unsafe fdopendir(number) else {
      _ = FileDescriptor(adopting: number)
      throw SystemError("fdopendir", code: ENOTDIR)
    }
    defer { unsafe _ = closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      // d_name is terminated by NUL within the record that readdir returned.
      let name = unsafe String(cString: assay_entry_name(entry))
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Removes the tree `name` below this directory; symbolic links are removed, never followed.
  package func removeTree(_ name: String) throws(SystemError) {
    guard try status(of: name).kind == .directory else { return try removeFile(name) }
    let directory = try open(name, [.readOnly, .directory, .noFollow])
    for entry in try directory.entries() { try directory.removeTree(entry) }
    try removeDirectory(name)
  }
}

/// Creates `path` and its missing parents (`mkdir(2)`); what exists already is left alone.
package func makeDirectories(_ path: String, permissions: UInt32 = 0o755) throws(SystemError) {
  do throws(SystemError) {
    // Mostly all but the last are there, or even that.
    try systemCall("mkdir", path) { unsafe mkdir(path, permissions) }
    return
  } catch let error where error.code == EEXIST {
    return
  } catch let error where error.isNotFound {
    // A parent is missing.
  }
  var prefix = path.utf8.first == UInt8(ascii: "/") ? "/" : ""
  for component in path.split(separator: "/") {
    prefix += component
    do throws(SystemError) {
      try systemCall("mkdir", prefix) { unsafe mkdir(prefix, permissions) }
    } catch let error where error.code == EEXIST {
      // Somebody made it first, which is as good.
    }
    prefix += "/"
  }
}
