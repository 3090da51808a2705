import Linux
import Sandbox

/// The two kinds of root file system beside one another: a union of directories, and an EROFS image.
struct RootContest {
  private static let rounds = 301
  private static let largeFile = "large"

  /// Times of each kind, in turn, so that both meet the same disturbances.
  ///
  /// - Returns: nothing where this host cannot mount images.
  @concurrent static func measure(
    _ sandbox: Sandbox, _ root: BusyboxRoot
  ) async throws -> [Figure] {
    guard let image = try image(of: root), sandbox.tryImage(at: image) == nil else { return [] }
    // Whatever has inputs gets its root when it comes, not before.
    let inputs = [ExecutionSpecification.Input(name: "a", hostPath: "\(root.path)/bin/busybox")]
    let read = ["/bin/dd", "if=/\(largeFile)", "of=/dev/null", "bs=1M"]
    var figures: [Figure] = []
    for (name, words) in [("start", ["/bin/true"]), ("start and 64 MB read", read)] {
      let overlay = ExecutionSpecification(layers: [root.path], command: words, inputs: inputs)
      let packed = ExecutionSpecification(
        layers: [root.path], image: image, command: words, inputs: inputs)
      var (overlayTimes, packedTimes): ([Double], [Double]) = ([], [])
      for _ in 0..<rounds {
        overlayTimes.append(try await sandbox.time(overlay).milliseconds)
        packedTimes.append(try await sandbox.time(packed).milliseconds)
      }
      figures += [
        Figure(name: "\(name), overlay root", value: Sample(overlayTimes).median, unit: "ms"),
        Figure(name: "\(name), EROFS root", value: Sample(packedTimes).median, unit: "ms"),
      ]
    }
    return figures
  }

  /// Packs the root with a large file in it; nil without mkfs.erofs.
  private static func image(of root: BusyboxRoot) throws -> String? {
    let directory = try FileDescriptor.open(root.path, [.readOnly, .directory])
    try directory.write([UInt8](repeating: 7, count: 64_000_000), to: largeFile, .atomic)
    for name in ["in", "out"] { try makeDirectories("\(root.path)/\(name)") }
    let image = "\(root.directory)/root.erofs"
    guard let code = try? pack(root.path, into: image) else { return nil }
    return code == 0 ? image : nil
  }

  private static func pack(_ path: String, into image: String) throws(SystemError) -> Int32 {
    var child = try ChildProcess(["mkfs.erofs", "-T0", "--all-root", image, path])
    // Its progress, which nobody needs.
    _ = try child.standardOutput.readAll(limit: 1 << 24)
    return try child.wait()
  }
}
