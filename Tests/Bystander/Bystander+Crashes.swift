import Linux
import Sandbox

extension Bystander {
  /// Starts a job that never ends, prints our number and the launcher's, and waits.
  func hold() async throws {
    let sandbox = try makeSandbox()
    let job = Task { try await sandbox.run(specification("sleep 1000"), collecting: Self.ignore) }
    try await Task.sleep(for: .milliseconds(200))
    let numbers = "\(CurrentProcess.identifier) \(try launcherNumber())"
    CurrentProcess.printOutput("holding \(numbers)\n")
    _ = try await job.value
  }

  /// Kills the launcher under a job: that is reported at once, and the next job runs.
  func crash() async throws {
    let sandbox = try makeSandbox()
    let before = try await sandbox.run(specification("exit 4"), collecting: Self.ignore)
    try Self.expect(before.termination == .exited(code: 4), "\(before)")
    for _ in 0..<3 {
      let running = specification("sleep 1000", limits: Limits(wallMilliseconds: 3000))
      let jobs = (0..<2).map { _ in
        Task { try await sandbox.run(running, collecting: Self.ignore) }
      }
      try await Task.sleep(for: .milliseconds(200))
      Signals.kill(try launcherNumber())
      for job in jobs {
        do {
          // A cell that was only just made may outlive the launcher; its limits hold all the same.
          let outcome = try await job.value
          try Self.expect(outcome.termination == .limit(.wallTime), "\(outcome.termination)")
        } catch let error as SandboxError {
          try Self.expect(error.code == .launcherLost, "\(error)")
        }
      }
      let after = try await sandbox.run(specification("exit 5"), collecting: Self.ignore)
      try Self.expect(after.termination == .exited(code: 5), "\(after)")
    }
    sandbox.close()
    let left = try HostState.controlGroups(ownedBy: CurrentProcess.identifier)
    try Self.expect(left.isEmpty, "groups are left: \(left)")
    let processes = try HostState.descendants(of: CurrentProcess.identifier)
    try Self.expect(processes.isEmpty, "processes are left: \(processes)")
    CurrentProcess.printOutput("every job was reported\n")
  }

  /// Our only child.
  private func launcherNumber() throws -> Int32 {
    let children = try HostState.descendants(of: CurrentProcess.identifier).filter {
      try HostState.parent(of: $0) == CurrentProcess.identifier
    }
    guard children.count == 1 else { throw Failure(description: "children: \(children)") }
    return children[0]
  }
}
