import Linux
import Sandbox
import Testing

/// Two jobs at the same time are two machines.
@Suite struct SiblingTests {
  let arena: Arena

  init() throws {
    arena = try Arena.shared.get()
  }

  @Test("27: Two jobs share no file, IPC object, key, lock, name or namespace")
  func nothingShared() async throws {
    try await expectNothingShared(image: nil)
  }

  @Test(
    "27: Nor do they where the root is an EROFS image",
    .enabled(if: ImageArena.isPossible, ImageArena.absence))
  func nothingSharedOfImage() async throws {
    try await expectNothingShared(image: try ImageArena.image.get())
  }

  private func expectNothingShared(image: String?) async throws {
    // What jobs have after one another may well be the same: only a pair that ran at once tells.
    var outcomes = try await pair(image: image)
    for _ in 0..<20 where !Self.overlap(outcomes) { outcomes = try await pair(image: image) }
    try #require(Self.overlap(outcomes), "no two jobs ever ran at the same time")
    var seen: Set<Substring> = []
    for outcome in outcomes {
      #expect(outcome.termination == .exited(code: 0), "\(outcome.output)\(outcome.errors)")
      let identities = outcome.output.split(separator: "\n")
      #expect(identities.count == 11)
      for identity in identities {
        #expect(seen.insert(identity).inserted, "\(identity) is shared")
      }
    }
  }

  private func pair(image: String?) async throws -> [Outcome] {
    let arena = arena
    return try await withThrowingTaskGroup(of: Outcome.self) { group in
      for _ in 0..<2 {
        group.addTask {
          try await arena.run(
            arena.specification(
              ["/bin/attacks", "claim"], inputs: [.init(name: "a", hostPath: arena.canary.file)],
              image: image)
          ).outcome
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  /// Whether both were there for the last quarter second of the first of them to end, in which a
  /// job that claims does nothing but wait.
  private static func overlap(_ outcomes: [Outcome]) -> Bool {
    let spans = outcomes.compactMap { $0.setup.last { $0.name == "superviseJob" } }
    guard spans.count == 2, let first = spans.map(\.endNanoseconds).min() else { return false }
    return spans.allSatisfy { $0.startNanoseconds < first - 250_000_000 }
  }

  @Test("27: What a job does with an input, another job that has the same input cannot watch")
  func watches() async throws {
    let orders = "\(arena.directory)/watch-orders"
    let handle = try FileDescriptor.open(arena.directory, [.readOnly, .directory])
    try handle.write(Array("stay".utf8), to: "watch-orders", permissions: 0o644, .atomic)
    let shared = ExecutionSpecification.Input(name: "shared", hostPath: arena.canary.file)
    let watch = arena.specification(
      ["/bin/attacks", "watch", "/in/shared", "/in/orders"],
      inputs: [shared, .init(name: "orders", hostPath: orders)],
      limits: Limits(wallMilliseconds: 600_000))
    let arena = arena
    let watcher = Task { try await arena.run(watch).outcome }
    for _ in 0..<5 {
      let touch = arena.specification(
        ["/bin/sh", "-c", "attacks lock /in/shared; cat /in/shared /in/shared > /dev/null"],
        inputs: [shared])
      let outcome = try await arena.run(touch).outcome
      #expect(outcome.output == "success\n", "\(outcome.errors)")
    }
    try handle.open("watch-orders", .writeOnly).writeAll(Array("stop".utf8))
    let outcome = try await watcher.value
    #expect(outcome.output == "success\nnothing seen\n", "\(outcome.errors)")
  }

  @Test("Nothing is left of a job for the next one, prepared or not")
  func nothingInherited() async throws {
    let leave = arena.specification([
      "/bin/sh", "-c", "echo x > /tmp/a; echo x > /dev/shm/a; echo x > /out/a",
    ])
    let look = arena.specification(["/bin/sh", "-c", "ls -A /tmp /dev/shm /out /in"])
    for _ in 0..<5 {
      _ = try await arena.run(leave)
      let found = try await arena.run(look).outcome.output
      #expect(found == "/dev/shm:\n\n/in:\n\n/out:\n\n/tmp:\n")
    }
  }

  @Test("27: Of one job after another in the same user namespace, each can claim everything anew")
  func claims() async throws {
    let claim = arena.specification(
      ["/bin/attacks", "claim"], inputs: [.init(name: "a", hostPath: arena.canary.file)])
    for _ in 0..<6 {
      let outcome = try await arena.run(claim).outcome
      #expect(outcome.termination == .exited(code: 0), "\(outcome.output)\(outcome.errors)")
    }
  }

  @Test("23: A socket that a job has left behind is not there for the next one in its network")
  func sockets() async throws {
    let leave = arena.specification(["/bin/attacks", "leave-abstract", "assay-left-behind"])
    var networks: [Substring: Int] = [:]
    for _ in 0..<20 {
      let outcome = try await arena.run(leave).outcome
      let lines = outcome.output.split(separator: "\n")
      #expect(lines.count == 2 && lines.last == "success", "\(outcome.output)\(outcome.errors)")
      networks[lines.first ?? "", default: 0] += 1
    }
    // Ordinary users' cells make their own each.
    if Privileges.areFull { #expect(networks.values.contains { $0 > 1 }, "\(networks)") }
  }

  @Test("12: A process of the host has no number inside")
  func hostProcess() async throws {
    let number = arena.canary.processNumber
    let outcome = try await arena.run(
      arena.specification(["/bin/attacks", "kill-numbered", number])
    ).outcome
    #expect(outcome.output == "ESRCH\n")
    #expect(try arena.canary.isUntouched())
  }

  @Test(
    "13: An output that keeps turning into a link to the host's files yields none of them",
    arguments: ["swap-output", "swap-directory"])
  func swaps(attack: String) async throws {
    let target = attack == "swap-output" ? arena.canary.file : arena.canary.directory
    for _ in 0..<10 {
      let (outcome, files) = try await arena.run(
        arena.specification(["/bin/attacks", attack, target]))
      #expect(outcome.termination == .exited(code: 0))
      #expect(files.values.allSatisfy { $0 == "mine" }, "\(files)")
      #expect(files.count == 1)
      #expect(outcome.refusedOutputs.map(\.reason) == [.symbolicLink])
    }
    #expect(try arena.canary.isUntouched())
  }

  @Test("15: An input cannot be linked into the output, written, renamed or removed")
  func inputs() async throws {
    let script = """
      ln /in/a /out/a; echo x > /in/a; mv /in/a /in/b; rm -f /in/a; chmod 777 /in/a; echo x > /in/b
      cat /in/a
      """
    let specification = arena.specification(
      [
        "/bin/sh", "-c",
        script.replacing("mv", with: "busybox mv").replacing("rm", with: "busybox rm"),
      ],
      inputs: [.init(name: "a", hostPath: arena.canary.file)])
    let (outcome, files) = try await arena.run(specification)
    #expect(outcome.output == "untouched")
    #expect(files.isEmpty)
    #expect(try arena.canary.isUntouched())
  }

  @Test("24: What a job can read about its mounts names no path of the host")
  func mounts() async throws {
    let command = ["/bin/attacks", "search-mounts", "assay-hostile"]
    #expect(try await arena.run(arena.specification(command)).outcome.output == "")
    let input = ExecutionSpecification.Input(name: "a", hostPath: arena.canary.file)
    let found = try await arena.run(arena.specification(command, inputs: [input])).outcome.output
    #expect(found == "")
  }

  @Test(
    "26: A working directory that leads out of the image is refused",
    arguments: [
      "/proc/self/fd/3", "/proc/self/fd/4", "/proc/self/fd/5", "/proc/self/fd/8", "/proc/1/root",
      "/proc/1/cwd", "/proc/self/cwd", "/proc/self/root", "/dev/fd/5", "/no/such", "/bin/true",
    ])
  func workingDirectory(path: String) async throws {
    let error = await #expect(throws: SandboxError.self) {
      try await arena.run(arena.specification(["/bin/true"], workingDirectory: path))
    }
    #expect(error?.code == .workingDirectoryMissing)
  }

  @Test("26: A working directory with .. stays in the image")
  func workingDirectoryAbove() async throws {
    let outcome = try await arena.run(
      arena.specification(["/bin/busybox", "pwd"], workingDirectory: "/../../../etc/../..")
    ).outcome
    #expect(outcome.output == "/\n")
  }

  @Test(
    "19: The launcher's own program cannot be started",
    arguments: ["/proc/self/exe", "/proc/1/exe", "/proc/self/fd/3", "/proc/self/fd/5", "/dev/fd/6"])
  func launcherProgram(path: String) async throws {
    let error = await #expect(throws: SandboxError.self) {
      try await arena.run(arena.specification([path]))
    }
    #expect(error?.code == .commandNotExecutable)
  }
}
