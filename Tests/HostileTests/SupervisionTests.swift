import Linux
import Sandbox
import TestSupport
import Testing

/// What is left when things go wrong; shown on supervisors of their own, which can be killed and
/// counted without other tests in the way.
@Suite(.serialized) struct SupervisionTests {
  let arena: Arena
  let program: Program
  let launcher: String

  init() throws {
    arena = try Arena.shared.get()
    program = try Program(named: "bystander")
    launcher = try Program(named: "assay-launcher").path
  }

  private func words(_ mode: String, _ jobs: Int = 0) -> [String] {
    [mode, launcher, arena.layer, "\(arena.directory)/bystander-\(mode)", "\(jobs)"]
  }

  @Test("28: After many jobs no descriptor, process, mount, control group or directory is left")
  func leaks() throws {
    let jobs = SeededGenerator.rounds(100, long: 1000)
    let answer = try program.run(words("leaks", jobs))
    #expect(answer.standardOutput == "nothing left of \(jobs) jobs\n", "\(answer)")
  }

  @Test(
    "A job in a used control group ends as in a new one, and is charged the same within 5 %",
    .enabled(if: Arena.hasGroups, "this host has no control groups for us"))
  func reuse() throws {
    let answer = try program.run(words("reuse"))
    #expect(
      answer.standardOutput == "all 37 jobs were charged as in new groups\n", "\(answer)")
  }

  @Test("7: A flood of output is cut, and costs the supervisor no memory")
  func flood() throws {
    let answer = try program.run(words("flood"))
    #expect(answer.standardOutput == "kept 2000 bytes\n", "\(answer)")
  }

  @Test("With the end of a sandbox every job ends and is reported, and nothing stays")
  func close() throws {
    let answer = try program.run(words("close"))
    #expect(answer.standardOutput == "every job was ended\n", "\(answer)")
  }

  @Test("A killed launcher is started again; the jobs that ran are reported, none lost")
  func launcherCrash() throws {
    let answer = try program.run(words("crash"))
    #expect(answer.standardOutput == "every job was reported\n", "\(answer)")
  }

  @Test(
    "27: What stays in the network of a killed job is out of reach for all later ones",
    .enabled(if: Privileges.areFull, "ordinary users' jobs have networks of their own")
  )
  func squatter() throws {
    let answer = try program.run(words("squat"))
    #expect(answer.standardOutput == "no job found the name\n", "\(answer)")
  }

  @Test("With a killed supervisor its launcher, jobs and control groups go")
  func supervisorKilled() async throws {
    var child = try ChildProcess([program.path] + words("hold"))
    let numbers = try Self.numbers(from: child)
    let processes = try await Self.processes(below: numbers.supervisor)
    #expect(processes.count >= 3, "launcher, cell and job at least")
    #expect(try Self.groups(of: numbers.supervisor).isEmpty == !Arena.hasGroups)
    Signals.kill(numbers.supervisor)
    #expect(try child.wait() == 137)
    try await Self.eventually { processes.allSatisfy { !CurrentProcess.exists($0) } }
    try await Self.eventually { try Self.groups(of: numbers.supervisor).isEmpty }
  }

  @Test(
    "What a supervisor leaves that dies together with its launcher, the next start clears away",
    .enabled(if: Arena.hasGroups, "only control groups outlive both, and this host has none for us")
  )
  func bothKilled() async throws {
    var child = try ChildProcess([program.path] + words("hold"))
    let numbers = try Self.numbers(from: child)
    let processes = try await Self.processes(below: numbers.supervisor)
    #expect(try !Self.groups(of: numbers.supervisor).isEmpty)
    // So that it does not clear away itself, when its supervisor goes.
    _ = try Repository.output(of: ["/bin/busybox", "kill", "-STOP", "\(numbers.launcher)"])
    Signals.kill(numbers.supervisor)
    #expect(try child.wait() == 137)
    Signals.kill(numbers.launcher)
    try await Self.eventually { processes.allSatisfy { !CurrentProcess.exists($0) } }
    #expect(try program.run(words("leaks", 2)).code == 0)
    #expect(try Self.groups(of: numbers.supervisor) == [])
  }

  /// Reads the line `holding SUPERVISOR LAUNCHER`.
  private static func numbers(
    from child: borrowing ChildProcess
  ) throws -> (supervisor: Int32, launcher: Int32) {
    var line: [UInt8] = []
    while line.last != UInt8(ascii: "\n") {
      let byte = try child.standardOutput.readSome(1)
      try #require(!byte.isEmpty, "the supervisor ended: \(String(decoding: line, as: UTF8.self))")
      line += byte
    }
    let numbers = String(decoding: line.dropLast(), as: UTF8.self).split(separator: " ")
      .compactMap { Int32($0) }
    try #require(numbers.count == 2)
    return (numbers[0], numbers[1])
  }

  private static func processes(below number: Int32) async throws -> [Int32] {
    let text = try Repository.output(of: ["/bin/busybox", "ps", "-o", "pid,ppid"])
    var children: [Int32: [Int32]] = [:]
    for line in text.split(separator: "\n") {
      let pair = line.split(separator: " ").compactMap { Int32($0) }
      if pair.count == 2 { children[pair[1], default: []].append(pair[0]) }
    }
    var found: [Int32] = []
    var waiting = children[number] ?? []
    while let next = waiting.popLast() {
      found.append(next)
      waiting += children[next] ?? []
    }
    return found
  }

  private static func groups(of number: Int32) throws -> [String] {
    try ControlGroupHierarchy.mounted().flatMap { hierarchy -> [String] in
      // There where no sandbox ever made one.
      let names = (try? Repository.names(in: "\(hierarchy.mountPoint)/assay")) ?? []
      return names.filter { $0.hasPrefix("\(number)-") }
    }
  }

  /// Waits up to a minute: on a busy host everything takes its time.
  private static func eventually(
    _ condition: () throws -> Bool, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    for _ in 0..<1200 {
      if try condition() { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("still not so after a minute", sourceLocation: sourceLocation)
  }
}
