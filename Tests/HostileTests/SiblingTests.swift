import Linux
import Sandbox
import TestSupport
import Testing

/// Two jobs at the same time are two machines.
@Suite struct SiblingTests {
  let arena: Arena

  init() throws {
    arena = try Arena.shared.get()
  }

  @Test("27: Two jobs share no file, IPC object, key, lock, name or namespace")
  func nothingShared() async throws {
    let arena = arena
    let outcomes = try await withThrowingTaskGroup(of: Outcome.self) { group in
      for _ in 0..<2 {
        group.addTask {
          try await arena.run(arena.specification(["/bin/attacks", "claim"])).outcome
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    var seen: Set<Substring> = []
    for outcome in outcomes {
      #expect(outcome.termination == .exited(code: 0), "\(outcome.output)\(outcome.errors)")
      let identities = outcome.output.split(separator: "\n")
      #expect(identities.count == 10)
      for identity in identities {
        #expect(seen.insert(identity).inserted, "\(identity) is shared")
      }
    }
    // Both really ran at once: each waits for a while at its end.
    #expect(outcomes.allSatisfy { $0.usage.wallMicroseconds >= 300_000 })
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
    let specification = arena.specification(
      ["/bin/attacks", "search-mounts", "assay-hostile"],
      inputs: [.init(name: "a", hostPath: arena.canary.file)])
    #expect(try await arena.run(specification).outcome.output == "")
  }

  @Test("7: A flood of output is cut, and costs us no memory")
  func flood() async throws {
    let limits = Limits(stdoutBytes: 1000, stderrBytes: 1000)
    let before = try Self.residentBytes()
    let outcome = try await arena.run(
      arena.specification(
        ["/bin/sh", "-c", "head -c 500000000 /dev/zero; head -c 500000000 /dev/zero >&2"],
        limits: limits)
    ).outcome
    #expect(outcome.termination == .exited(code: 0))
    #expect(outcome.stdout == [UInt8](repeating: 0, count: 1000))
    #expect(outcome.stderr.count == 1000)
    #expect(outcome.stdoutTruncated && outcome.stderrTruncated)
    #expect(try Self.residentBytes() < before + 32 << 20)
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

  /// Memory that this process has in use (`/proc/self/statm`).
  private static func residentBytes() throws -> Int {
    let text = String(decoding: try Repository.bytes(at: "/proc/self/statm"), as: UTF8.self)
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    return try #require(pages) * 4096
  }
}
