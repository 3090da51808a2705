import CLinux

extension MountContext {
  /// A detached, read-only union of directories, the first on top (overlayfs); set-id bits and
  /// device nodes in them have no effect.
  ///
  /// Options of overlayfs are read from `user.overlay.*` attributes, which work with and without
  /// privileges. Before Linux 6.5 all layers have to fit into one option of 255 bytes.
  ///
  /// - Parameter layers: at least two directories.
  package static func overlay(_ layers: borrowing DescriptorList) throws(SystemError)
    -> FileDescriptor
  {
    // Paths through /proc need no escaping, are short, and name the very directory opened.
    let paths = layers.rawValues.map { "/proc/self/fd/\($0)" }
    do throws(SystemError) {
      return try overlay("lowerdir+", paths)
    } catch let error where error.code == EINVAL {
      // An older kernel takes the option, and refuses it when the file system is created.
      return try overlay("lowerdir", [paths.joined(separator: ":")])
    }
  }

  /// No list of pairs, whose type the runtime would have to make for each process anew.
  private static func overlay(
    _ key: String, _ values: [String]
  ) throws(SystemError) -> FileDescriptor {
    let context = try MountContext("overlay")
    for value in values { try context.set(key, value) }
    try context.set("userxattr")
    return try context.mount([.readOnly, .noDevices, .noSetID])
  }

  /// A detached mount of the EROFS image in the regular file `path`, without a block device: Linux
  /// 6.12 or later, configured with `EROFS_FS_BACKED_BY_FILE`, and only for root.
  package static func image(at path: String) throws(SystemError) -> FileDescriptor {
    let file = try FileDescriptor.open(path, .readOnly)
    let context = try MountContext("erofs")
    // Whoever has the mount reads the name of its source.
    try context.set("source", "/proc/self/fd/\(file.rawValue)")
    return try context.mount([.readOnly, .noDevices, .noSetID])
  }

  /// A detached, empty file system in memory (tmpfs), whose root directory belongs to this process's
  /// user and group.
  ///
  /// - Parameters:
  ///   - bytes: its size; the kernel rounds up to whole pages.
  ///   - files: how many files and directories it holds, its root not counted.
  ///   - mode: permissions of its root directory; nil for those of `/tmp`, which need not be said.
  package static func memory(
    bytes: UInt64, files: UInt64, mode: String?, _ attributes: MountAttributes
  ) throws(SystemError) -> FileDescriptor {
    let context = try MountContext("tmpfs")
    try context.set("size", "\(bytes)")
    try context.set("nr_inodes", "\(files + 1)")
    if let mode { try context.set("mode", mode) }
    return try context.mount(attributes)
  }

  /// A detached view of the processes of this pid namespace and nothing else of `/proc`; each
  /// process sees only those that it may trace.
  package static func processes() throws(SystemError) -> FileDescriptor {
    let context = try MountContext("proc")
    try context.set("subset", "pid")
    try context.set("hidepid", "ptraceable")
    return try context.mount([.noDevices, .noSetID, .noExecution])
  }
}
