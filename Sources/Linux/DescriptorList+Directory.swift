import CLinux

extension DescriptorList {
  /// Opens `name` below the directory at `index` (`openat(2)`).
  func open(_ name: String, _ flags: FileDescriptor.Flags, at index: Int) throws(SystemError)
    -> FileDescriptor
  {
    let number = numbers[index]
    return FileDescriptor(
      adopting: try systemCall("openat", name) {
        unsafe assay_openat(number, name, flags.rawValue | O_CLOEXEC, 0)
      })
  }

  /// Status of the entry `name` of the directory at `index`; a symbolic link is not followed
  /// (`openat(2)`, `fstat(2)`).
  package func status(of name: String, at index: Int) throws(SystemError) -> FileStatus {
    try open(name, [.path, .noFollow], at: index).status()
  }

  /// Makes a directory below the one at `index` (`mkdirat(2)`).
  func makeDirectory(_ name: String, at index: Int) throws(SystemError) {
    let number = numbers[index]
    try systemCall("mkdirat", name) { unsafe mkdirat(number, name, 0o755) }
  }

  /// Removes an empty directory, if it is still there.
  ///
  /// - Returns: false if it is in use.
  @discardableResult func removeDirectory(_ name: String, at index: Int) -> Bool {
    let number = numbers[index]
    do throws(SystemError) {
      try systemCall("unlinkat", name) { unsafe unlinkat(number, name, AT_REMOVEDIR) }
      return true
    } catch {
      return error.code != EBUSY
    }
  }

  /// Removes the empty directories below the one at `index` whose names begin with `prefix`.
  package func removeDirectories(startingWith prefix: String, at index: Int) {
    for name in directoryNames(at: index) where name.hasPrefix(prefix) {
      removeDirectory(name, at: index)
    }
  }

  /// Names of the directories below the one at `index`; none if it cannot be read.
  func directoryNames(at index: Int) -> [String] {
    guard let directory = try? open(".", [.readOnly, .directory], at: index) else { return [] }
    let names = (try? directory.entries()) ?? []
    // One that is gone by now is no directory either.
    return names.filter { (try? directory.status(of: $0).kind) == .directory }
  }

  /// Throws `EACCES` or `EROFS` unless entries may be made in every one of these directories
  /// (`faccessat(2)`).
  package func requireWritable() throws(SystemError) {
    for number in rawValues {
      try systemCall("faccessat") { unsafe faccessat(number, ".", W_OK, AT_EACCESS) }
    }
  }
}
