import Linux

/// A shell that sees no unified hierarchy of control groups, which some builds of crun refuse to
/// work beside; it runs the same command whenever it is told to.
///
/// The shell's own fork and exec are part of what is measured, as ours are for other runtimes.
final class PrivateShell: Sendable {
  private let process: ChildProcess

  /// - Throws: if the shell does not come up, as for an ordinary user.
  init(running command: [String]) throws {
    let line = command.map { "'\($0)'" }.joined(separator: " ")
    process = try ChildProcess([
      "unshare", "--mount", "sh", "-c",
      "umount /sys/fs/cgroup/unified && echo 0 && while read go; do \(line); echo $?; done",
    ])
    try expectSuccess()
  }

  func run() throws {
    try process.standardInput.writeAll(Array("go\n".utf8))
    try expectSuccess()
  }

  private func expectSuccess() throws {
    var answer: [UInt8] = [0]
    // The shell writes its two bytes at once.
    let count = unsafe try answer.withUnsafeMutableBytes { buffer in
      unsafe try process.standardOutput.read(into: buffer)
    }
    guard count == 1, answer == Array("0".utf8) else {
      throw BusyboxRoot.Failure(description: "a command in a shell of its own failed")
    }
    // The line's end.
    _ = unsafe try answer.withUnsafeMutableBytes { buffer in
      unsafe try process.standardOutput.read(into: buffer)
    }
  }
}
