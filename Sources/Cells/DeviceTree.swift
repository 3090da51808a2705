import CLinux
import LaunchProtocol
package import Linux

/// A `/dev` for jobs, made once: cells get a copy of its mount instead of one of each device.
package enum DeviceTree {
  /// Numbers of `Devices.files` on every Linux (`Documentation/admin-guide/devices.txt`): those of
  /// memory, and which of them.
  private static let major: UInt32 = 1
  private static let minors: [UInt32] = [3, 5, 7, 8, 9]

  /// A detached, read-only mount of it.
  ///
  /// Where device files cannot be made, those of this host are mounted in it; a copy has to be made
  /// with all that is below.
  package static func make() throws(SystemError) -> FileDescriptor {
    let count = Devices.files.count + Devices.links.count + 1
    let tree = try MountContext.memory(
      bytes: 4096, files: UInt64(count), mode: "0755", [.noSetID, .noExecution])
    try tree.makeDirectory(Devices.sharedMemory)
    for (name, target) in zip(Devices.links, Devices.linkTargets) {
      try tree.makeSymbolicLink(name, to: target)
    }
    CurrentProcess.setFileMask(0)
    defer { CurrentProcess.setFileMask(0o022) }
    for (name, minor) in zip(Devices.files, minors) {
      do throws(SystemError) {
        try tree.makeDevice(name, major: major, minor: minor)
      } catch let error where error.code == EPERM {
        _ = try tree.open(name, [.readOnly, .create, .exclusive], permissions: 0o444)
      }
    }
    try tree.restrictMount(.readOnly)
    return tree
  }

  /// Mounts devices of this host wherever `make` has left a place for one; `tree` must be attached.
  package static func complete(_ tree: borrowing FileDescriptor) throws(SystemError) {
    for name in Devices.files where try tree.status(of: name).kind == .regular {
      let device = try FileDescriptor.cloneMount(of: "/dev/\(name)")
      try device.restrictMount([.noSetID, .noExecution])
      try device.attach(at: name, of: tree)
    }
  }
}
