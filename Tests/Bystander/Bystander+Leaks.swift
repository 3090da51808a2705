import Linux
import Sandbox

extension Bystander {
  private static let scripts: [(script: String, limits: Limits)] = [
    ("exit 0", Limits()), ("echo x > /out/x; mkdir /out/y; exit 3", Limits()),
    ("sleep 1000 & busybox setsid sleep 1000 & exit 0", Limits()),
    ("head -c 300000 /dev/zero", Limits(stdoutBytes: 100)), ("kill -9 $$", Limits()),
    ("sleep 1000", Limits(wallMilliseconds: 30, graceMilliseconds: 1)),
    ("head -c 100000000 /dev/zero > /tmp/x", Limits(memoryBytes: 8 << 20, scratchBytes: 1 << 30)),
    ("attacks multiply", Limits(processes: 8)), ("ln -s / /out/x; mkfifo /out/y", Limits()),
  ]

  /// Runs `jobs` jobs, two at a time, and compares before and after, with and without the sandbox.
  func countLeaks(jobs: Int) async throws {
    // The concurrency runtime opens timers when they are first used, and keeps them.
    try await useSandbox(for: 2)
    let empty = try HostState(directory: stateDirectory)
    try await useSandbox(for: jobs)
    let closed = try await state(like: empty) { $0.isAsEmpty(as: $1) }
    try Self.expect(closed.isAsEmpty(as: empty), "at first: \(empty)\nat last: \(closed)")
    CurrentProcess.printOutput("nothing left of \(jobs) jobs\n")
  }

  private func useSandbox(for jobs: Int) async throws {
    let sandbox = try makeSandbox()
    try await runMany(20, in: sandbox)
    let before = try await settled()
    let memory = try Self.memory(of: sandbox)
    try await runMany(jobs, in: sandbox)
    let after = try await state(like: before)
    try Self.expect(after.isLike(before), "before: \(before)\nafter: \(after)")
    for (old, new) in zip(memory, try Self.memory(of: sandbox)) {
      try Self.expect(new < old + Self.slack, "memory grew from \(old) to \(new) bytes")
    }
    sandbox.close()
  }

  /// What an allocator may keep for itself, in bytes: far less than a page for each of a thousand
  /// jobs.
  private static let slack = 3 << 20

  /// Bytes of the supervisor and of the launcher.
  private static func memory(of sandbox: Sandbox) throws -> [Int] {
    try ([CurrentProcess.identifier] + [sandbox.launcherProcess].compactMap { $0 }).map {
      try HostState.residentBytes(of: $0)
    }
  }

  private func runMany(_ count: Int, in sandbox: Sandbox) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<2 {
        group.addTask {
          for number in stride(from: worker, to: count, by: 2) {
            let (script, limits) = Self.scripts[number % Self.scripts.count]
            _ = try await sandbox.run(
              specification(script, limits: limits), collecting: Self.ignore)
          }
        }
      }
      try await group.waitForAll()
    }
    // A job that cannot be started leaves nothing either.
    let missing = ExecutionSpecification(
      layers: [layer], command: ["/nothing"], requirements: .withoutControlGroups)
    _ = try? await sandbox.run(missing, collecting: Self.ignore)
  }

  /// The state once it has stopped changing: used cells are cleared away, and new ones prepared,
  /// while nobody waits.
  private func settled() async throws -> HostState {
    var last = try HostState(directory: stateDirectory)
    var unchanged = 0
    for _ in 0..<1200 {
      try await Task.sleep(for: .milliseconds(50))
      let next = try HostState(directory: stateDirectory)
      // The launcher, the cells that it keeps ready, in each what will become the job, and for some a
      // keeper, where the host allows for that.
      unchanged = next == last && (5...7).contains(next.processes) ? unchanged + 1 : 0
      if unchanged == 5 { return next }
      last = next
    }
    throw Failure(description: "it never comes to rest: \(last)")
  }

  /// Waits up to a minute for the state to become `wanted` again.
  private func state(
    like wanted: HostState, _ isAlike: (HostState, HostState) -> Bool = { $0.isLike($1) }
  ) async throws -> HostState {
    var state = try HostState(directory: stateDirectory)
    for _ in 0..<1200 where !isAlike(state, wanted) {
      try await Task.sleep(for: .milliseconds(50))
      state = try HostState(directory: stateDirectory)
    }
    return state
  }
}
