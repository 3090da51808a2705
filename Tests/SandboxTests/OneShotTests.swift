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
    let consent = Busybox.hasGroups ? [] : ["--unenforced-limits"]
    return try Program(named: "assay-sandbox").run(
      ["--state", "\(busybox.directory)/oneshot", "--root", busybox.layer] + consent + ["--"]
        + command)
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

  @Test("What the command leaves running ends with it")
  func leftovers() throws {
    let answer = try run("/bin/sh", "-c", "setsid sleep 1000 & sleep 1000 & echo done")
    #expect(answer.standardOutput == "done\n")
  }
}
