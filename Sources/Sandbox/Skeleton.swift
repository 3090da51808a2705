import Linux

/// The topmost layer of every job's root: nothing but the places where other things get mounted.
///
/// It shadows whatever an image has there, so that an image cannot turn `/dev` or `/proc` into a
/// link to somewhere else.
enum Skeleton {
  private static let directories = ["in", "out", "tmp", "proc", "dev", "dev/shm"]
  private static let files = ["null", "zero", "full", "random", "urandom"]
  private static let links = [
    ("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"),
    ("stdout", "/proc/self/fd/1"), ("stderr", "/proc/self/fd/2"),
  ]

  /// Makes the layer below `directory`, or completes what is there.
  ///
  /// - Returns: its path.
  static func make(in directory: String) throws(SystemError) -> String {
    let path = "\(directory)/skeleton"
    // The last thing that is made; it points to nothing outside of a job.
    if let last = links.last, let root = try? FileDescriptor.open(path, [.path, .directory]),
      (try? root.status(of: last.0)) != nil
    {
      return path
    }
    for name in directories { try makeDirectories("\(path)/\(name)") }
    let root = try FileDescriptor.open(path, [.readOnly, .directory])
    try fill(root, below: "dev/")
    return path
  }

  /// Makes the places of devices in the empty directory `directory`, which becomes a `/dev`.
  static func fillDevices(_ directory: borrowing FileDescriptor) throws(SystemError) {
    try directory.makeDirectory("shm")
    try fill(directory, below: "")
  }

  private static func fill(
    _ directory: borrowing FileDescriptor, below prefix: String
  ) throws(SystemError) {
    for name in files {
      // For reading: an ordinary user may not write what an earlier run made with these permissions.
      _ = try directory.open(
        prefix + name, [.readOnly, .create, .noFollow], permissions: 0o444)
    }
    for (name, target) in links {
      do throws(SystemError) {
        try directory.makeSymbolicLink(prefix + name, to: target)
      } catch let error where error.exists {
        // Made by an earlier run.
      }
    }
  }
}
