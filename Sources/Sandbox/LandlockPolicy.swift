import LaunchProtocol
import Linux

/// What Landlock denies a job, on top of permissions, mounts and the system call filter
/// (`landlock(7)`, `linux/landlock.h`).
enum LandlockPolicy {
  /// Rights on files, by the version of the interface that brought them.
  private static let execute: UInt64 = 1 << 0
  private static let writeFile: UInt64 = 1 << 1
  private static let readFile: UInt64 = 1 << 2
  private static let readDirectory: UInt64 = 1 << 3
  /// Bits 4 to 12: remove and make directory entries of each kind; but not the making of character
  /// (6) and block (11) devices.
  private static let changeEntries: UInt64 = 0b1_1111_1111 << 4 & ~(1 << 6 | 1 << 11)
  private static let refer: UInt64 = 1 << 13
  private static let truncate: UInt64 = 1 << 14

  /// The rules for the version of Landlock that the kernel has; a version denies whatever it knows.
  static func rules(version: Int, network: Network) -> LandlockRules {
    let files = handledFiles(version)
    let look = execute | readFile | readDirectory
    let change = look | writeFile | changeEntries | refer | truncate
    let writeDevice = readFile | writeFile
    return LandlockRules(
      files: files,
      // Binding and connecting TCP, from version 4; on a loopback of its own a job may do both.
      network: version >= 4 && network != .loopback ? 0b11 : 0,
      // Abstract Unix sockets and signals to outside, from version 6.
      scopes: version >= 6 ? 0b11 : 0,
      exceptions: [
        ("/", look), ("/out", change), ("/tmp", change), ("/dev/shm", change),
        ("/dev/null", writeDevice), ("/dev/zero", writeDevice), ("/dev/full", writeDevice),
      ].map { LandlockRules.Exception(path: $0.0, access: $0.1 & files) },
      ports: version >= 4 ? Set(network.endpoints.map(\.port)).sorted() : [])
  }

  private static func handledFiles(_ version: Int) -> UInt64 {
    // Version 1 has bits 0 to 12; 2 adds the link to elsewhere, 3 truncation, 5 device control.
    var bits: UInt64 = (1 << 13) - 1
    if version >= 2 { bits |= refer }
    if version >= 3 { bits |= truncate }
    if version >= 5 { bits |= 1 << 15 }
    return bits
  }
}
