import CLinux

/// The directory, in each hierarchy needed, below which groups for jobs are made.
package struct ControlGroupParent: ~Copyable, Sendable {
  /// What is controlled; on version 1 hosts each may have a hierarchy of its own.
  package static let controllers = ["memory", "pids", "cpu", "cpuacct"]

  package let version: ControlGroupHierarchy.Version
  /// One directory for each hierarchy.
  let directories: DescriptorList
  /// Position among `directories` of each controller.
  let positions: [String: Int]

  /// Makes the directory `name` at the top of every hierarchy that is needed, or uses the one
  /// that is there.
  ///
  /// The unified hierarchy is taken if it has all controllers, else those of version 1.
  ///
  /// - Throws: `ENOENT` naming the controllers that no hierarchy has; `EACCES` or `EROFS` if we
  ///   may not make groups.
  package static func open(
    named name: String, in hierarchies: [ControlGroupHierarchy]
  ) throws(SystemError) -> ControlGroupParent {
    // Version 2 accounts for processor time without a controller of its own.
    let unified = hierarchies.first {
      $0.version == .two && $0.controllers.isSuperset(of: ["memory", "pids", "cpu"])
    }
    var chosen: [ControlGroupHierarchy] = []
    var positions: [String: Int] = [:]
    for controller in controllers {
      guard
        let hierarchy = unified
          ?? hierarchies.first(where: {
            $0.version == .one && $0.controllers.contains(controller)
          })
      else { throw SystemError("find the control group controller", controller, code: ENOENT) }
      if let position = chosen.firstIndex(of: hierarchy) {
        positions[controller] = position
      } else {
        positions[controller] = chosen.count
        chosen.append(hierarchy)
      }
    }
    var directories = DescriptorList()
    for hierarchy in chosen { directories.append(try directory(name, in: hierarchy)) }
    let parent = ControlGroupParent(
      version: unified == nil ? .one : .two, directories: directories, positions: positions)
    // Being able to open the directory does not mean that we may make groups in it.
    let trial = "\(CurrentProcess.identifier)-trial"
    _ = try parent.makeGroup(named: trial)
    parent.removeGroup(named: trial)
    return parent
  }

  private static func directory(
    _ name: String, in hierarchy: ControlGroupHierarchy
  ) throws(SystemError) -> FileDescriptor {
    let top = try FileDescriptor.open(hierarchy.mountPoint, [.readOnly, .directory])
    if hierarchy.version == .two { try enableControllers(below: top) }
    do throws(SystemError) {
      try top.makeDirectory(name)
    } catch let error where error.code == EEXIST {
      // Made by an earlier run, or by another supervisor of this host.
    }
    let directory = try top.open(name, [.readOnly, .directory])
    if hierarchy.version == .two { try enableControllers(below: directory) }
    return directory
  }

  private static func enableControllers(below directory: borrowing FileDescriptor)
    throws(SystemError)
  {
    try directory.open("cgroup.subtree_control", .writeOnly)
      .writeAll(Array("+memory +pids +cpu".utf8))
  }

  /// Makes a new group; fresh, because accounting of a used one carries over.
  package func makeGroup(named name: String) throws(SystemError) -> ControlGroup {
    var made = DescriptorList()
    do throws(SystemError) {
      for index in 0..<directories.count {
        made.append(try directories.makeAndOpenDirectory(name, at: index))
      }
    } catch {
      removeGroup(named: name)
      throw error
    }
    return ControlGroup(
      name: name, version: version, directories: made, positions: positions)
  }

  /// Removes the group's directories; quietly leaves those that still have processes or are gone.
  package func removeGroup(named name: String) {
    for index in 0..<directories.count { directories.removeDirectory(name, at: index) }
  }

  /// Removes the groups of supervisors that are no more.
  ///
  /// - Parameter isAlive: whether the owner of a group of that name may still need it.
  package func removeGroups(unless isAlive: (String) -> Bool) {
    for index in 0..<directories.count {
      for name in directories.directoryNames(at: index) where !isAlive(name) {
        directories.removeDirectory(name, at: index)
      }
    }
  }

  /// The kernel's numbers of the directories, valid as long as the value lives.
  package var rawValues: [Int32] { directories.rawValues }
}
