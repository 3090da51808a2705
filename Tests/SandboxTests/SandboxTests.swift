import Linux
import Sandbox
import TestSupport
import Testing

@Suite struct SandboxTests {
  let busybox: Busybox

  init() throws {
    busybox = try #require(Busybox.shared, "no launcher or no busybox")
  }

  @Test(
    "The status of the command is the outcome",
    arguments: [
      ("exit 0", Termination.exited(code: 0)), ("exit 7", .exited(code: 7)),
      ("kill -TERM $$", .signalled(15)), ("kill -KILL $$", .signalled(9)),
      ("kill -SEGV $$", .signalled(11)),
      // A forged report on every descriptor that might be ours changes nothing.
      ("for fd in 3 4 5 6; do echo x >&$fd; done 2>/dev/null; exit 3", .exited(code: 3)),
    ])
  func termination(script: String, expected: Termination) async throws {
    #expect(try await busybox.shell(script).termination == expected)
  }

  @Test("Everything that a job finds is fixed")
  func surroundings() async throws {
    let outcome = try await busybox.shell(
      "id -u; id -g; hostname; echo $HOME $PATH $LANG $TZ; pwd; umask; env | wc -l; readlink /proc/self"
    )
    #expect(
      outcome.output == """
        1000
        1000
        assay
        /tmp /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin C.UTF-8 UTC
        /tmp
        0022
        6
        2

        """, "\(outcome.errors)")
  }

  @Test("A job's own variables replace the fixed ones")
  func environment() async throws {
    let specification = busybox.specification(
      "env", environment: [.init("TZ", "Asia/Tokyo"), .init("A", "b=c")])
    let lines = try await busybox.run(specification).output.split(separator: "\n")
    #expect(lines.contains("TZ=Asia/Tokyo"))
    #expect(lines.contains("A=b=c"))
    #expect(!lines.contains("TZ=UTC"))
  }

  @Test("Inputs are there, read-only, under their names")
  func inputs() async throws {
    let path = "\(busybox.directory)/input"
    let directory = try FileDescriptor.open(busybox.directory, [.readOnly, .directory])
    try directory.write(Array("hello\n".utf8), to: "input", permissions: 0o644, .atomic)
    let outcome = try await busybox.run(
      busybox.specification(
        "/bin/sh", "-c",
        "cat /in/a.txt /in/deep/er/b; (echo x >> /in/a.txt) 2>/dev/null || echo kept;"
          + " (rm /in/a.txt) 2>/dev/null || echo kept; ls -1 /in",
        inputs: [
          .init(name: "a.txt", hostPath: path), .init(name: "deep/er/b", hostPath: path),
        ]))
    #expect(outcome.output == "hello\nhello\nkept\nkept\na.txt\ndeep\n", "\(outcome.errors)")
  }

  @Test("Output files are collected in order, contents and all")
  func outputs() async throws {
    let collected = Collected()
    let outcome = try await busybox.sandbox.run(
      busybox.specification(
        "/bin/sh", "-c",
        "mkdir -p /out/b/c; echo two > /out/b/c/two; echo one > /out/a; chmod 000 /out/a;"
          + " chmod 111 /out/b; ln -s /etc/passwd /out/link; mkfifo /out/pipe; touch '/out/a b'"),
      collecting: collected.add)
    #expect(outcome.termination == .exited(code: 0))
    #expect(collected.files == ["a": "one\n", "b/c/two": "two\n"])
    #expect(collected.order == ["a", "b/c/two"])
    #expect(
      outcome.refusedOutputs == [
        RefusedOutput(path: "a b", reason: .name),
        RefusedOutput(path: "link", reason: .symbolicLink),
        RefusedOutput(path: "pipe", reason: .fifo),
      ])
  }

  @Test("Streams are captured apart, up to their caps")
  func streams() async throws {
    let limits = Limits(stdoutBytes: 10, stderrBytes: 1000)
    let outcome = try await busybox.shell(
      "echo 0123456789; head -c 10000000 /dev/zero; echo no >&2", limits: limits)
    #expect(outcome.output == "0123456789")
    #expect(outcome.stdoutTruncated)
    #expect(outcome.errors == "no\n")
    #expect(!outcome.stderrTruncated)
    #expect(outcome.termination == .exited(code: 0))
  }

  @Test("A job can open its streams once more")
  func reopenedStreams() async throws {
    let outcome = try await busybox.shell(
      "echo one > /dev/stdout; echo two > /dev/stderr; echo three >> /proc/self/fd/1; cat /dev/stdin"
    )
    #expect(outcome.output == "one\nthree\n")
    #expect(outcome.errors == "two\n")
    #expect(outcome.termination == .exited(code: 0))
  }

  @Test("Monotonic and boot clock begin with the job")
  func clocks() async throws {
    // Field 22 counts hundredths of a second from the start of the boot clock.
    let outcome = try await busybox.shell(
      "set -- $(cat /proc/self/stat); shift 21; echo $1; readlink /proc/self/ns/time")
    let words = outcome.output.split(separator: "\n")
    #expect(words.first.flatMap { Int($0) }.map { $0 < 6000 } == true, "\(outcome.output)")
    #expect(
      try words.last.map(String.init) != Repository.output(of: ["readlink", "/proc/self/ns/time"]))
  }

  @Test("A process that outlives the command dies, and holding stdout delays nothing")
  func leftovers() async throws {
    let outcome = try await busybox.shell("setsid sleep 1000 & sleep 1000 & echo done")
    #expect(outcome.output == "done\n")
    #expect(outcome.usage.wallMicroseconds < 500_000_000)
  }

  @Test("A program that is not there, or cannot run, is an error of its own")
  func missingProgram() async throws {
    for command in ["/bin/nothing", "nothing", "/etc"] {
      let error = await #expect(throws: SandboxError.self) {
        try await busybox.run(busybox.specification(command))
      }
      #expect(error?.code == .commandNotExecutable)
    }
    let error = await #expect(throws: SandboxError.self) {
      try await busybox.run(busybox.specification("true", workingDirectory: "/nowhere"))
    }
    #expect(error?.code == .workingDirectoryMissing)
  }

  @Test("Cancelling the task kills the job")
  func cancellation() async throws {
    let task = Task {
      // While other tests run, this one may wait for longer than the usual limit before it goes on.
      try await busybox.run(
        busybox.specification("sleep", "1000", limits: Limits(wallMilliseconds: 1_000_000)))
    }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    let error = await #expect(throws: SandboxError.self) { try await task.value }
    #expect(error?.code == .cancelled)
  }

  @Test("Many jobs at once do not mix")
  func concurrency() async throws {
    try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for number in 0..<20 {
        group.addTask {
          (number, try await busybox.shell("echo \(number) > /tmp/x; cat /tmp/x").output)
        }
      }
      for try await (number, output) in group { #expect(output == "\(number)\n") }
    }
  }
}
