import CLinux

/// The place in the unified hierarchy (version 2) where we make groups: its top, or where that is
/// not ours, the part that was delegated to this process's user (`cgroups(7)`, “delegation”).
enum UnifiedSubtree {
  /// Ends the name of the group that we move into: one with controllers for others may have no
  /// processes of its own.
  private static let ownSuffix = "-supervisor"

  /// Makes the directory `name` there and turns on its controllers.
  ///
  /// - Returns: its descriptor, which the caller closes, and whether it bounds devices.
  static func open(
    _ name: String, in hierarchy: ControlGroupHierarchy
  ) throws(SystemError) -> (directory: Int32, hasDevices: Bool) {
    let top = hierarchy.mountPoint
    do throws(SystemError) {
      return try prepare(name, in: top)
    } catch let error where [EACCES, EROFS, EPERM].contains(error.code) {
      guard let own = try delegated(name, below: top) else { throw error }
      try vacate(own, for: name)
      return try prepare(name, in: own)
    }
  }

  private static func prepare(
    _ name: String, in path: String
  ) throws(SystemError) -> (directory: Int32, hasDevices: Bool) {
    let parent = try FileDescriptor.open(path, [.readOnly, .directory])
    var hasDevices = try enableControllers(below: parent)
    do throws(SystemError) {
      try parent.makeDirectory(name)
    } catch let error where error.code == EEXIST {
      // Made by an earlier run, or by another supervisor of this host.
    }
    let directory = try parent.open(name, [.readOnly, .directory])
    hasDevices = try enableControllers(below: directory) && hasDevices
    return (directory.release(), hasDevices)
  }

  /// - Returns: whether devices are among them.
  private static func enableControllers(
    below directory: borrowing FileDescriptor
  ) throws(SystemError) -> Bool {
    try directory.open("cgroup.subtree_control", .writeOnly)
      .writeAll(Array("+memory +pids +cpu".utf8))
    do throws(SystemError) {
      try directory.open("cgroup.subtree_control", .writeOnly).writeAll(Array("+io".utf8))
      return true
    } catch {
      // The only one that a host may lack.
      return false
    }
  }

  // MARK: Delegation

  /// The group that this process is in, or was before `vacate`; nil at the top.
  private static func delegated(
    _ name: String, below top: String
  ) throws(SystemError) -> String? {
    let text = try FileDescriptor.open("/proc/self/cgroup", .readOnly).readAll(limit: 1 << 16)
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
    guard let line = lines.first(where: { $0.hasPrefix("0::/") }) else { return nil }
    var components = line.dropFirst(3).split(separator: "/")
    if components.last == Substring(name + ownSuffix) { components.removeLast() }
    return components.isEmpty ? nil : "\(top)/\(components.joined(separator: "/"))"
  }

  /// Moves this process and its children out of the way, into a group of their own.
  ///
  /// - Throws: `EBUSY` if somebody else is in the group too, and would have to be moved.
  private static func vacate(_ path: String, for name: String) throws(SystemError) {
    let group = try FileDescriptor.open(path, [.readOnly, .directory])
    let text = try group.open("cgroup.procs", .readOnly).readAll(limit: 1 << 20)
    let processes = String(decoding: text, as: UTF8.self).split(separator: "\n")
    if processes.isEmpty { return }
    let own = CurrentProcess.identifier
    for process in processes where process != "\(own)" {
      guard try parent(of: process) == own else {
        throw SystemError(
          "use the control group, in which process \(process) is besides us"
            + " (systemd-run --user --scope -p Delegate=yes gives us one of our own)", path,
          code: EBUSY)
      }
    }
    do throws(SystemError) {
      try group.makeDirectory(name + ownSuffix)
    } catch let error where error.code == EEXIST {
      // Made by an earlier run.
    }
    for process in processes {
      try group.open("\(name)\(ownSuffix)/cgroup.procs", .writeOnly)
        .writeAll(Array(process.utf8))
    }
  }

  /// The fourth field of `/proc/PID/stat`; the second is a name in parentheses, whatever is in it.
  private static func parent(of process: Substring) throws(SystemError) -> Int32? {
    let text = try FileDescriptor.open("/proc/\(process)/stat", .readOnly).readAll(limit: 1 << 12)
    let fields = String(decoding: text, as: UTF8.self).split(separator: ")").last?
      .split(separator: " ")
    return fields.flatMap { $0.count > 1 ? Int32($0[1]) : nil }
  }
}
