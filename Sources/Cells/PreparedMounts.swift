import LaunchProtocol
import Linux

/// Mounts that every job gets, made while nobody waits for them; detached until the job's root
/// stands.
struct PreparedMounts: ~Copyable {
  enum Devices: ~Copyable {
    /// A whole `/dev`.
    case tree(FileDescriptor)
    /// Each by itself, in the order of `LaunchProtocol.Devices.files`.
    case files(DescriptorList)
  }

  let processes: FileDescriptor
  let devices: Devices

  /// - Parameter hasDeviceTree: whether this process's own `/dev` is a `DeviceTree`.
  static func make(hasDeviceTree: Bool) throws(SetupFailure) -> PreparedMounts {
    let processes = try attempt(.processView) { () throws(SystemError) in
      try MountContext.processes()
    }
    if hasDeviceTree {
      let tree = try attempt(.devices) { () throws(SystemError) in
        try FileDescriptor.cloneMount(of: "/dev", recursive: true)
      }
      return PreparedMounts(processes: processes, devices: .tree(tree))
    }
    var devices = DescriptorList()
    for name in LaunchProtocol.Devices.files {
      devices.append(
        try attempt(.devices) { () throws(SystemError) in
          let device = try FileDescriptor.cloneMount(of: "/dev/\(name)")
          try device.restrictMount([.noSetID, .noExecution])
          return device
        })
    }
    return PreparedMounts(processes: processes, devices: .files(devices))
  }
}

extension PreparedMounts.Devices {
  /// Attaches the whole tree, if it is one.
  func attachTree(to root: borrowing FileDescriptor) throws(SystemError) {
    switch self {
    case .tree(let tree): try tree.attach(at: "dev", of: root)
    case .files: return
    }
  }

  /// Attaches each device, if each is one by itself.
  func attachFiles(
    to root: borrowing FileDescriptor, withRandom: Bool
  ) throws(SystemError) {
    switch self {
    case .tree: return
    case .files(let files):
      for (index, name) in LaunchProtocol.Devices.files.enumerated()
      where withRandom || !name.hasSuffix("random") {
        try files.attach(index, at: "dev/\(name)", of: root)
      }
    }
  }
}
