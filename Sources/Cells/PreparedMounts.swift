import LaunchProtocol
import Linux

/// Mounts that every job gets, made while nobody waits for them; detached until the job's root
/// stands.
struct PreparedMounts: ~Copyable {
  /// Device files that a job may use, by their names below `/dev`.
  static let deviceNames = ["null", "zero", "full", "random", "urandom"]

  let processes: FileDescriptor
  /// In the order of `deviceNames`.
  let devices: DescriptorList

  static func make() throws(SetupFailure) -> PreparedMounts {
    let processes = try attempt(.processView) { () throws(SystemError) in
      try MountContext.processes()
    }
    var devices = DescriptorList()
    for name in deviceNames {
      devices.append(
        try attempt(.devices) { () throws(SystemError) in
          let device = try FileDescriptor.cloneMount(of: "/dev/\(name)")
          try device.restrictMount([.noSetID, .noExecution])
          return device
        })
    }
    return PreparedMounts(processes: processes, devices: devices)
  }
}
