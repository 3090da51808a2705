import Linux
import Sandbox

extension Bystander {
  /// Holds a name in the network of a job that is killed, as the kernel does for a moment with sockets
  /// that were on their way: no later job may find it.
  func squat() async throws {
    let sandbox = try makeSandbox()
    let job = start(sleeper, in: sandbox)
    try await Self.untilRunning(1)
    let process = try Self.sleeping()[0]
    let squatter = try ChildProcess([
      "nsenter", "--target", "\(process)", "--net", "\(layer)/bin/attacks", "hold-abstract", "left",
    ])
    let taken = try Self.lines(2, from: squatter)
    try Self.expect(taken[1] == "success", "\(taken)")
    // Its cell alone: others wait for the jobs that follow.
    for cell in try HostState.children(of: try launcherNumber(of: sandbox))
    where try HostState.descendants(of: cell).contains(process) { Signals.kill(cell) }
    try await Self.expectLoss(of: job)
    // More than ran at once before, so that some get what others had.
    let answers = try await callers(12, in: sandbox)
    for answer in answers {
      try Self.expect(answer.last == "ECONNREFUSED", "\(answer) after \(taken)")
      try Self.expect(answer.first != taken.first, "\(answer) is where the name is")
    }
    sandbox.close()
    CurrentProcess.printOutput("no job found the name\n")
  }

  /// The network of each of so many jobs that run at once, and whether the name is in it.
  private func callers(_ count: Int, in sandbox: Sandbox) async throws -> [[String]] {
    let specification = specification(
      "busybox readlink /proc/self/ns/net; attacks call-abstract left; sleep 0.5")
    return try await withThrowingTaskGroup(of: Outcome.self) { group in
      for _ in 0..<count {
        group.addTask { try await sandbox.run(specification, collecting: Self.ignore) }
      }
      return try await group.reduce(into: []) { answers, outcome in
        answers.append(
          String(decoding: outcome.stdout, as: UTF8.self).split(separator: "\n").map(String.init))
      }
    }
  }

  private static func lines(
    _ count: Int, from child: borrowing ChildProcess
  ) throws -> [String] {
    var text: [UInt8] = []
    while text.count(where: { $0 == UInt8(ascii: "\n") }) < count {
      let part = try child.standardOutput.readSome(atMost: 256)
      try expect(!part.isEmpty, "only \(String(decoding: text, as: UTF8.self))")
      text += part
    }
    return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
