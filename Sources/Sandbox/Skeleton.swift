import LaunchProtocol
import Linux

/// The topmost layer of every job's root: nothing but the places where other things get mounted.
///
/// It shadows whatever an image has there, so that an image cannot turn `/dev` or `/proc` into a
/// link to somewhere else.
enum Skeleton {
  private static let directories = ["in", "out", "tmp", "proc", "dev", "dev/shm"]

  /// Makes the layer below `directory`, or completes what is there.
  ///
  /// - Returns: its path.
  static func make(in directory: String) throws(SystemError) -> String {
    let path = "\(directory)/skeleton"
    // The last thing that is made; it points to nothing outside of a job.
    if let last = Devices.links.last,
      let root = try? FileDescriptor.open(path, [.path, .directory]),
      (try? root.status(of: "dev/\(last)")) != nil
    {
      return path
    }
    for name in directories { try makeDirectories("\(path)/\(name)") }
    let root = try FileDescriptor.open(path, [.readOnly, .directory])
    for name in Devices.files {
      // For reading: an ordinary user may not write what an earlier run made with these permissions.
      _ = try root.open(
        "dev/\(name)", [.readOnly, .create, .noFollow], permissions: 0o444)
    }
    for (name, target) in zip(Devices.links, Devices.linkTargets) {
      do throws(SystemError) {
        try root.makeSymbolicLink("dev/\(name)", to: target)
      } catch let error where error.exists {
        // Made by an earlier run.
      }
    }
    return path
  }
}
