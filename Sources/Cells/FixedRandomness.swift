import Linux

/// In place of `/dev/random` and `/dev/urandom`: a file that begins with the same bytes in every
/// run of the same job, and ends after `size` of them.
struct FixedRandomness: ~Copyable {
  private static let size = 256 << 10
  private static let name = "stream"

  private let fileSystem: FileDescriptor

  init(seed: [UInt8]) throws(SystemError) {
    let fileSystem = try MountContext.memory(
      bytes: UInt64(Self.size), files: 1, mode: "0755",
      [.noDevices, .noSetID, .noExecution])
    let stream = RandomStream(seed: seed).bytes(Self.size)
    try fileSystem.open(Self.name, [.writeOnly, .create, .exclusive], permissions: 0o444)
      .writeAll(stream)
    self.fileSystem = fileSystem
  }

  /// Shows the file, and nothing else of where it lies, at both places below `root`, which stands
  /// at `place` of the mount namespace.
  func attach(to root: borrowing FileDescriptor, standingAt place: String) throws(SystemError) {
    // Only what is attached somewhere can be mounted once more; /proc is still free.
    try fileSystem.attach(at: "proc", of: root)
    for target in ["dev/random", "dev/urandom"] {
      let file = try FileDescriptor.cloneMount(of: "\(place)/proc/\(Self.name)")
      try file.restrictMount([.readOnly, .noDevices, .noSetID, .noExecution])
      try file.attach(at: target, of: root)
    }
    try detachMount(at: "\(place)/proc")
  }
}
