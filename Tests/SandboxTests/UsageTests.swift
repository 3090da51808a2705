import Linux
import Sandbox
import Testing

/// What the sandbox says that a job used, against what the job itself or its size says.
@Suite struct UsageTests {
  let busybox: Busybox

  init() throws {
    busybox = try #require(Busybox.shared, "no launcher or no busybox")
  }

  @Test("Processor time is what the shell counted of itself, within 5 %")
  func processorTime() async throws {
    let outcome = try await busybox.shell(
      "i=0; while [ $i -lt 700000 ]; do i=$((i+1)); done; times")
    let counted = try #require(Self.seconds(in: outcome.output), "\(outcome.output)")
    let told =
      Double(outcome.usage.userMicroseconds + outcome.usage.systemMicroseconds) / 1e6
    // The shell rounds both of its times down to hundredths of a second.
    #expect(abs(told - counted) <= 0.05 * counted + 0.02, "told \(told), counted \(counted)")
  }

  /// The first line of `times`: `0m0.310s 0m0.020s`.
  private static func seconds(in text: String) -> Double? {
    guard let line = text.split(separator: "\n").first else { return nil }
    let times = line.split(separator: " ").compactMap { time -> Double? in
      let parts = time.dropLast().split(separator: "m")
      guard parts.count == 2, let minutes = Double(parts[0]), let seconds = Double(parts[1])
      else { return nil }
      return minutes * 60 + seconds
    }
    return times.count == 2 ? times[0] + times[1] : nil
  }

  @Test(
    "Peak memory is the size of the file in memory that the job wrote, within 5 %",
    .enabled(if: Busybox.hasGroups, "needs control groups"))
  func peakMemory() async throws {
    let bytes = 100 << 20
    let outcome = try await busybox.shell(
      "head -c \(bytes) /dev/zero > /dev/shm/x",
      limits: Limits(memoryBytes: 256 << 20, scratchBytes: 128 << 20))
    #expect(outcome.termination == .exited(code: 0))
    let ratio = Double(outcome.usage.peakMemoryBytes) / Double(bytes)
    #expect(ratio >= 1 && ratio <= 1.05, "\(ratio)")
  }

  @Test("Times, memory and bytes are what the kernel tells the job itself, within 5 %")
  func ownAccount() async throws {
    let outcome = try await busybox.run(
      busybox.specification(
        "/bin/attacks", "spend", "800", "400", "200", "96", "64",
        limits: Limits(memoryBytes: 512 << 20)))
    let told = outcome.usage
    let own = outcome.output.split { " \n".contains($0) }.compactMap { Double($0) }
    try #require(own.count == 5, "\(outcome.output)\(outcome.errors)")
    // The kernel counts both times in ticks of a few milliseconds before it scales them.
    Self.expect(Double(told.userMicroseconds) / 1e6, like: own[0], slack: 0.02)
    Self.expect(Double(told.systemMicroseconds) / 1e6, like: own[1], slack: 0.02)
    Self.expect(Double(told.peakMemoryBytes), like: own[2])
    Self.expect(Double(told.bytesRead), like: own[3])
    Self.expect(Double(told.bytesRead), like: 96 * 0x1p20)
    Self.expect(Double(told.bytesWritten), like: own[4])
    Self.expect(Double(told.bytesWritten), like: 64 * 0x1p20)
  }

  private static func expect(
    _ told: Double, like own: Double, slack: Double = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      abs(told - own) <= 0.05 * own + slack, "told \(told), by its own account \(own)",
      sourceLocation: sourceLocation)
  }

  /// A busy machine delays the start or the report, so that the closest of five runs counts.
  @Test("Wall time is what the job saw on the clock on the wall, within 5 %")
  func wallTime() async throws {
    var differences: [Double] = []
    for _ in 0..<5 where !differences.contains(where: { $0 <= 0.05 }) {
      let start = Clock.monotonicMicroseconds()
      let outcome = try await busybox.run(
        busybox.specification("/bin/attacks", "sleep-and-tell", "2000"))
      let waited = Clock.monotonicMicroseconds() - start
      let told = Int64(outcome.usage.wallMicroseconds)
      #expect(told <= waited && told >= 2_000_000)
      let seen = try #require(Double(outcome.output.split(separator: "\n").first ?? ""))
      differences.append(abs(Double(told) / 1000 - seen) / seen)
    }
    #expect(differences.contains { $0 <= 0.05 }, "\(differences)")
  }

  @Test("The steps of a start are told in the order in which they began, and each ended")
  func setup() async throws {
    let outcome = try await busybox.shell("true")
    let names = outcome.setup.map(\.name)
    #expect(names.contains("createProcess"))
    #expect(names.contains("systemCallFilter"))
    #expect(names.contains("execute"))
    let starts = outcome.setup.map(\.startNanoseconds)
    #expect(starts == starts.sorted())
    #expect(outcome.setup.allSatisfy { $0.endNanoseconds >= $0.startNanoseconds })
  }
}
