import CLinux

/// The directory, in each hierarchy needed, below which groups for jobs are made.
package final class ControlGroupParent: Sendable {
  /// What is controlled; on version 1 hosts each may have a hierarchy of its own.
  package static let controllers = ["memory", "pids", "cpu", "cpuacct"]
  /// Bounds the bandwidth of devices, where the host has it: for groups that ask.
  private static let deviceController = "blkio"

  package let version: ControlGroupHierarchy.Version
  /// One directory for each hierarchy; last that of devices, if it is one of its own.
  let directories: DescriptorList
  /// Position among `directories` of each controller.
  private let positions: Positions
  /// How many of the directories every group is in.
  private let usual: Int

  private init(
    version: ControlGroupHierarchy.Version, directories: consuming DescriptorList,
    positions: Positions, usual: Int
  ) {
    self.version = version
    self.directories = directories
    self.positions = positions
    self.usual = usual
  }

  /// Whether the bandwidth of devices can be bounded.
  package var boundsDevices: Bool { positions[Self.deviceController] != nil }

  /// Makes the directory `name` in every hierarchy that is needed, or uses the one that is there.
  ///
  /// The unified hierarchy is taken if it has all controllers, else those of version 1: at its top,
  /// or where that is not ours, in the part of the unified one that was delegated to us.
  ///
  /// - Throws: `ENOENT` naming the controllers that no hierarchy has; `EACCES` or `EROFS` if we
  ///   may not make groups.
  package static func open(
    named name: String, in hierarchies: [ControlGroupHierarchy]
  ) throws(SystemError) -> ControlGroupParent {
    // Version 2 accounts for processor time without a controller of its own.
    let unified = hierarchies.first {
      let enabled = $0.controllers
      return $0.version == .two && ["memory", "pids", "cpu"].allSatisfy { enabled.contains($0) }
    }
    if let unified { return try openUnified(name, unified) }
    var chosen: [ControlGroupHierarchy] = []
    var positions = Positions()
    for controller in controllers {
      guard let hierarchy = hierarchies.first(with: controller) else {
        throw SystemError("find the control group controller", controller, code: ENOENT)
      }
      if let position = chosen.firstIndex(of: hierarchy) {
        positions[controller] = position
      } else {
        positions[controller] = chosen.count
        chosen.append(hierarchy)
      }
    }
    var directories = DescriptorList()
    for hierarchy in chosen { directories.append(try directory(name, in: hierarchy)) }
    // Being able to open the directory does not mean that we may make groups in it.
    try directories.requireWritable()
    if let hierarchy = hierarchies.first(with: deviceController) {
      positions[deviceController] = chosen.firstIndex(of: hierarchy)
      // Nobody needs it who does not ask for it, and then the lack is told.
      if positions[deviceController] == nil, let extra = try? directory(name, in: hierarchy) {
        positions[deviceController] = directories.count
        directories.append(extra)
      }
    }
    return ControlGroupParent(
      version: .one, directories: directories, positions: positions, usual: chosen.count)
  }

  private static func openUnified(
    _ name: String, _ hierarchy: ControlGroupHierarchy
  ) throws(SystemError) -> ControlGroupParent {
    let (directory, hasDevices) = try UnifiedSubtree.open(name, in: hierarchy)
    var positions = Positions()
    for controller in controllers { positions[controller] = 0 }
    if hasDevices { positions[deviceController] = 0 }
    let directories = DescriptorList(adopting: [directory])
    try directories.requireWritable()
    return ControlGroupParent(
      version: .two, directories: directories, positions: positions, usual: 1)
  }

  private static func directory(
    _ name: String, in hierarchy: ControlGroupHierarchy
  ) throws(SystemError) -> FileDescriptor {
    let path = "\(hierarchy.mountPoint)/\(name)"
    do throws(SystemError) {
      // Made by an earlier run, or by another supervisor of this host.
      return try FileDescriptor.open(path, [.readOnly, .directory])
    } catch let error where error.isNotFound {
      try makeDirectories(path)
      return try FileDescriptor.open(path, [.readOnly, .directory])
    }
  }

  /// Makes a new group.
  ///
  /// - Parameter boundingDevices: whether it is to bound the bandwidth of devices; costs a little.
  package func makeGroup(
    named name: String, boundingDevices: Bool = false
  ) throws(SystemError) -> ControlGroup {
    let group = planGroup(named: name, boundingDevices: boundingDevices)
    try group.make()
    return group
  }

  /// A group that is not there yet: `ControlGroup.make` is to be called before anything else.
  package func planGroup(named name: String, boundingDevices: Bool) -> ControlGroup {
    ControlGroup(
      name: name, in: self, hierarchies: boundingDevices ? directories.count : usual,
      boundsDevices: boundingDevices)
  }

  /// The number of the hierarchy that has `controller`, of the first `count`.
  ///
  /// - Throws: `ENOENT` if none of them has it.
  func position(of controller: String, among count: Int = .max) throws(SystemError) -> Int {
    guard let position = positions[controller], position < count else {
      throw SystemError("find the control group controller", controller, code: ENOENT)
    }
    return position
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

/// A number for each of a few names. A dictionary's type would have to be made when the program runs,
/// which takes longer than all searches.
private struct Positions {
  private var names: [String] = []
  private var numbers: [Int] = []

  subscript(name: String) -> Int? {
    get { names.firstIndex(of: name).map { numbers[$0] } }
    set {
      guard let newValue else { return }
      names.append(name)
      numbers.append(newValue)
    }
  }
}

extension [ControlGroupHierarchy] {
  /// The first of version 1 that has `controller`.
  fileprivate func first(with controller: String) -> ControlGroupHierarchy? {
    first { $0.version == .one && $0.controllers.contains(controller) }
  }
}
