import Linux
import Sandbox
import TestSupport
import Testing

/// The program that makes one sandbox itself, for one command.
@Suite struct OneShotTests {
  let busybox: Busybox

  init() throws {
    busybox = try #require(Busybox.shared, "no launcher or no busybox")
  }

  private func run(_ command: String...) throws -> Program.Answer {
    try Program(named: "assay-sandbox").run(arguments(in: busybox.layer, command))
  }

  private func arguments(in root: String, _ command: [String]) -> [String] {
    let consent = Busybox.hasGroups ? [] : ["--unenforced-limits"]
    return ["--state", "\(busybox.directory)/oneshot", "--root", root] + consent + ["--"] + command
  }

  /// The program as a child that says its own number in its first line.
  private func start(_ command: String...) throws -> ChildProcess {
    try ChildProcess(
      ["/bin/sh", "-c", "echo $$; exec \"$@\"", "sh", try Program(named: "assay-sandbox").path]
        + arguments(in: busybox.layer, command))
  }

  private func number(of child: borrowing ChildProcess) throws -> Int32 {
    var line: [UInt8] = []
    while line.last != UInt8(ascii: "\n") {
      line.append(try #require(try child.standardOutput.readUpTo(1).first))
    }
    return try #require(Int32(String(decoding: line.dropLast(), as: UTF8.self)))
  }

  /// Control groups that the process `number` has made.
  private func groups(of number: Int32) throws -> [String] {
    try ControlGroupHierarchy.mounted().flatMap { hierarchy -> [String] in
      let parent = "\(hierarchy.mountPoint)/assay"
      // There where no sandbox ever made one.
      let names = (try? Repository.names(in: parent)) ?? []
      return names.filter { $0.hasPrefix("\(number)-") }.map { "\(parent)/\($0)" }
    }
  }

  @Test("Output, errors and exit code are the command's")
  func passesOn() throws {
    let answer = try run("/bin/sh", "-c", "echo one; echo two >&2; exit 7")
    #expect(answer.standardOutput == "one\n")
    #expect(answer.standardError == "two\n")
    #expect(answer.code == 7)
  }

  @Test("A signal is told as shells do, and what cannot run as a failure of the sandbox")
  func failures() throws {
    #expect(try run("/bin/sh", "-c", "kill -9 $$").code == 128 + 9)
    let missing = try run("/bin/nothing")
    #expect(missing.code == 125)
    #expect(missing.standardError.contains("cannot be executed"))
  }

  @Test("The command is confined as it is by a launcher's cell")
  func confinement() async throws {
    let script = """
      grep -E '^(Seccomp|NoNewPrivs|Cap|Uid|Gid|NSpid|Groups)' /proc/self/status; ls -A / /dev /tmp
      ls /proc/self/fd; hostname; env; ls -d /proc/[0-9]*; mount | wc -l
      """
    let one = try run("/bin/sh", "-c", script)
    let other = try await busybox.shell(script)
    #expect(one.code == 0)
    #expect(one.standardOutput == other.output)
  }

  @Test("A root that cannot be opened is told, though the cell is there already")
  func missingRoot() throws {
    let answer = try Program(named: "assay-sandbox").run(
      arguments(in: "/nowhere/at/all", ["/bin/true"]))
    #expect(answer.code != 0)
    #expect(answer.standardError.contains("/nowhere/at/all"))
  }

  @Test("No control group is left")
  func tidiness() throws {
    var child = try start("/bin/cat", "/proc/self/cgroup")
    let number = try number(of: child)
    let text = String(decoding: try child.standardOutput.readAll(limit: 1 << 16), as: UTF8.self)
    #expect(try child.wait() == 0)
    // The command's view of control groups begins with its own.
    #expect(!text.isEmpty && !text.contains("assay") && !text.contains(".."))
    #expect(try groups(of: number).isEmpty)
  }

  @Test("The command is in every control group, and a kill of the program ends it")
  func killed() throws {
    guard Busybox.hasGroups else { return }
    let child = try start("/bin/sh", "-c", "sleep 1000 & sleep 1000 & wait")
    let number = try number(of: child)
    // Its shell, that one's two children, and the cell.
    let living = try counts(of: number) { !$0.isEmpty && $0.allSatisfy { $0 == 4 } }
    #expect(!living.isEmpty && living.allSatisfy { $0 == 4 })
    _ = consume child
    let left = try counts(of: number) { $0.allSatisfy { $0 == 0 } }
    #expect(left.allSatisfy { $0 == 0 })
    // Empty ones are left, as the README says, until another program clears them away.
    for group in try groups(of: number) { _ = try? Repository.output(of: ["rmdir", group]) }
  }

  /// How many processes are in each group of the process `number`, once that is as expected, or what
  /// there was at last.
  ///
  /// The thread sleeps: the command has a minute, and other tests may keep a task waiting for as long.
  private func counts(
    of number: Int32, until isExpected: ([Int]) -> Bool
  ) throws -> [Int] {
    var counts: [Int] = []
    for _ in 0..<1000 {
      // Of a program that was killed, any other may clear them away meanwhile.
      counts = try groups(of: number).compactMap { group in
        try? Repository.bytes(at: "\(group)/cgroup.procs").count { $0 == UInt8(ascii: "\n") }
      }
      if isExpected(counts) { break }
      Thread.sleep(microseconds: 50_000)
    }
    return counts
  }

  @Test("What the command leaves running ends with it")
  func leftovers() throws {
    let answer = try run("/bin/sh", "-c", "setsid sleep 1000 & sleep 1000 & echo done")
    #expect(answer.standardOutput == "done\n")
  }
}
