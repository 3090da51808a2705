import CLinux

/// The loopback interface of the network namespace that this process is in.
package enum Loopback {
  private static let name = "lo"

  /// Switches it on, which gives it `127.0.0.1` and, where the kernel has IPv6, `::1`.
  package static func switchOn() throws(SystemError) {
    try systemCall("ioctl(SIOCSIFFLAGS)", name) { unsafe assay_interface_up(name) }
  }

  /// Makes `address` one of its own, and no other of its network; nothing if it is already.
  package static func add(_ address: InternetAddress) throws(SystemError) {
    let bytes = address.bytes
    do throws(SystemError) {
      try systemCall("netlink(RTM_NEWADDR)", address.description) {
        unsafe assay_interface_add(name, bytes, UInt32(bytes.count))
      }
    } catch let error where error.code == EEXIST {
      // Two ports of one address.
    }
  }
}
