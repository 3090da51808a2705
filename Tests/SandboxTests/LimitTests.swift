import Linux
import Sandbox
import Testing

@Suite struct LimitTests {
  let busybox: Busybox

  init() throws {
    busybox = try #require(Busybox.shared, "no launcher or no busybox")
  }

  static let cases: [(limit: Limit, script: String, limits: Limits)] = [
    (Limit.wallTime, "sleep 1000", Limits(wallMilliseconds: 100)),
    (.wallTime, "trap '' TERM; while true; do sleep 1; done", Limits(wallMilliseconds: 100)),
    (.wallTime, "kill -STOP $$", Limits(wallMilliseconds: 100)),
    (.cpuTime, "while true; do true; done", Limits(cpuMilliseconds: 200)),
    (
      .cpuTime, "while true; do true; done & while true; do true; done",
      Limits(cpuMilliseconds: 200)
    ),
    (.memory, "yes | tr '\\n' x | head -c 300000000 | tail", Limits(memoryBytes: 32 << 20)),
    (
      .memory, "head -c 200000000 /dev/zero > /tmp/x",
      Limits(memoryBytes: 32 << 20, scratchBytes: 1 << 30)
    ),
    (
      .memory, "head -c 200000000 /dev/zero > /dev/shm/x",
      Limits(memoryBytes: 32 << 20, scratchBytes: 1 << 30)
    ),
    (.processes, "for i in 1 2 3 4 5 6 7 8 9; do sleep 10 & done; wait", Limits(processes: 4)),
    (
      .output, "head -c 100000 /dev/zero > /out/x",
      Limits(scratchBytes: 1 << 20, outputBytes: 65536)
    ),
    (.fileSize, "truncate -s 1024G /out/x", Limits(outputBytes: 65536)),
    (.output, "for i in 1 2 3 4 5; do touch /out/$i || exit 1; done", Limits(outputFiles: 3)),
    (
      .scratch, "head -c 100000 /dev/zero > /tmp/x",
      Limits(scratchBytes: 65536, outputBytes: 1 << 20)
    ),
    (.scratch, "for i in 1 2 3 4 5; do touch /tmp/$i || exit 1; done", Limits(scratchFiles: 3)),
  ]

  /// Those that this host can tell: without control groups neither memory nor refused processes.
  static let possibleCases = cases.filter {
    Busybox.hasGroups || ![.memory, .processes].contains($0.limit)
  }

  @Test("A job that hits a limit ends, and the outcome says which", arguments: possibleCases)
  func limit(expected: Limit, script: String, limits: Limits) async throws {
    let outcome = try await busybox.shell(script, limits: limits)
    #expect(outcome.termination == .limit(expected), "\(outcome.errors)")
    #expect(outcome.exhausted.contains(expected))
    #expect(outcome.usage.wallMicroseconds < 180_000_000)
  }

  @Test("A job finds neither the limits nor the files of the job before it")
  func successors() async throws {
    let script = """
      ls -A /tmp /out /dev/shm; for d in /tmp /out /dev/shm; do echo x > $d/x; done
      for i in 1 2 3 4 5 6 7 8; do sleep 1 & done; wait
      """
    for processes in [64, 4, 64, 4] as [UInt64] {
      let outcome = try await busybox.shell(script, limits: Limits(processes: processes))
      if Busybox.hasGroups {
        #expect((outcome.termination == .exited(code: 0)) == (processes == 64))
      }
      #expect(outcome.output.split(separator: "\n") == ["/dev/shm:", "/out:", "/tmp:"])
    }
  }

  @Test("A sparse file larger than the output limit is not collected")
  func sparseOutput() async throws {
    let outcome = try await busybox.shell(
      "truncate -s 40K /out/x; truncate -s 40K /out/y",
      limits: Limits(scratchBytes: 1 << 20, outputBytes: 65536))
    #expect(outcome.termination == .limit(.output))
  }

  @Test("A job that copes with a refusal has simply exited")
  func copes() async throws {
    let outcome = try await busybox.shell(
      "head -c 100000 /dev/zero > /tmp/x; exit 0", limits: Limits(scratchBytes: 65536))
    #expect(outcome.termination == .exited(code: 0))
    #expect(outcome.exhausted == [.scratch])
  }

  @Test("Processor time and memory are reported")
  func usage() async throws {
    let outcome = try await busybox.shell(
      "head -c 60000000 /dev/zero > /tmp/x; i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done")
    #expect(outcome.termination == .exited(code: 0))
    let usage = outcome.usage
    if Busybox.hasGroups { #expect(usage.peakMemoryBytes > 60_000_000) }
    #expect(usage.peakMemoryBytes < 80_000_000)
    #expect(usage.userMicroseconds + usage.systemMicroseconds > 50_000)
    #expect(usage.userMicroseconds + usage.systemMicroseconds <= usage.wallMicroseconds * 2)
  }

  /// Whether the root file system's device can be slowed down for a job.
  static let boundsDevices: Bool = {
    guard let busybox = Busybox.shared, Busybox.hasGroups,
      case .device? = try? FileDescriptor.open(busybox.layer, .path).storage()
    else { return false }
    return Sandbox.availability().contains { $0.layer == .ioBandwidth && $0.available }
  }()

  @Test(
    "A job reads no faster than it may",
    .enabled(if: boundsDevices, "no disk under the root file system, or no control group for it"))
  func bandwidth() async throws {
    // Past the cache, in which the file certainly is.
    let read = ["/bin/dd", "if=/bin/busybox", "of=/dev/null", "bs=64K", "count=16", "iflag=direct"]
    let bounded = ExecutionSpecification(
      layers: [busybox.layer], command: read, limits: Limits(ioBytesPerSecond: 1 << 20),
      requirements: Busybox.requirements)
    let outcome = try await busybox.run(bounded)
    #expect(outcome.termination == .exited(code: 0), "\(outcome.errors)")
    // A megabyte at a megabyte a second; the kernel lets the first tenth of it pass at once.
    #expect(outcome.usage.wallMicroseconds > 500_000)
    #expect(outcome.activeLayers.contains(.ioBandwidth))
    let free = try await busybox.shell("true")
    #expect(!free.activeLayers.contains(.ioBandwidth))
  }

  @Test("A job that asks for a bandwidth is refused where something it reads has none")
  func noBandwidth() async throws {
    let specification = ExecutionSpecification(
      layers: [busybox.layer], command: ["true"],
      inputs: [.init(name: "a", hostPath: "/proc/version")],
      limits: Limits(ioBytesPerSecond: 1 << 20), requirements: .all)
    let error = await #expect(throws: SandboxError.self) { try await busybox.run(specification) }
    guard case .isolationUnavailable(let reasons)? = error?.code else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reasons[.ioBandwidth] != nil)
  }

  @Test("No process opens more files than it may")
  func openFiles() async throws {
    let outcome = try await busybox.shell(
      "ulimit -n; exec 19</dev/null || exit 5; exec 20</dev/null; echo opened",
      limits: Limits(openFiles: 20))
    #expect(outcome.output == "20\n", "\(outcome.errors)")
    #expect(outcome.termination != .exited(code: 5))
  }

  @Test(
    "All processes together get their share of the processors, however many there are",
    .enabled(if: Busybox.hasGroups, "no control groups"), arguments: [200, 1000])
  func processorShare(milliCPUs: UInt64) async throws {
    let outcome = try await busybox.shell(
      "for i in 1 2 3 4; do while true; do true; done & done; wait",
      limits: Limits(milliCPUs: milliCPUs, wallMilliseconds: 1000))
    #expect(outcome.termination == .limit(.wallTime))
    let usage = outcome.usage
    let share = usage.wallMicroseconds * milliCPUs / 1000
    // The kernel settles accounts at the end of a period of 20 ms, on each processor.
    #expect(usage.userMicroseconds + usage.systemMicroseconds < share + 100_000, "\(usage)")
  }

  @Test("What a job prints is cut at the limit of each stream, and the outcome says so")
  func streams() async throws {
    let outcome = try await busybox.shell(
      "yes | head -c 3000; yes | head -c 500 >&2", limits: Limits(stdoutBytes: 1000))
    #expect(outcome.stdout.count == 1000 && outcome.stdoutTruncated)
    #expect(outcome.stderr.count == 500 && !outcome.stderrTruncated)
  }
}
