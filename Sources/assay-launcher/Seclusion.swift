import Cells
import Linux

/// A mount namespace with next to nothing in it.
///
/// Each cell begins as a copy of this process, mounts included: the fewer there are, the less is
/// copied and taken away again, and the less of the host a cell ever saw.
enum Seclusion {
  /// Leaves this process with the host's processes, in place of its files, and a `DeviceTree`.
  static func begin() throws(SystemError) {
    let processes = try FileDescriptor.cloneMount(of: "/proc", recursive: true)
    let devices = try DeviceTree.make()
    try Namespaces.mounts.enter()
    try makeMountsPrivate()
    let root = try MountContext.memory(
      bytes: 4096, files: 2, mode: "0755",
      [.noDevices, .noSetID, .noExecution])
    try root.makeDirectory("proc")
    try root.makeDirectory("dev")
    // Any directory of the host will do.
    try root.attach(at: "/proc")
    try processes.attach(at: "proc", of: root)
    try devices.attach(at: "dev", of: root)
    try DeviceTree.complete(devices)
    try root.becomeRoot()
  }
}
