import Linux
import Sandbox

extension Bystander {
  /// Kinds of jobs that leave a control group in different states.
  private static let kinds: [(name: String, script: String, limits: Limits)] = [
    ("quiet", "exit 7", Limits()),
    (
      "files in memory", "head -c 60000000 /dev/zero > /tmp/x",
      Limits(memoryBytes: 128 << 20, scratchBytes: 1 << 30)
    ),
    (
      "memory", "attacks spend 60 40 48 8 4",
      Limits(milliCPUs: 2000, memoryBytes: 96 << 20, processes: 16)
    ),
    (
      "out of memory", "head -c 200000000 /dev/zero > /dev/shm/x",
      Limits(memoryBytes: 32 << 20, scratchBytes: 1 << 30)
    ),
    ("processes", "attacks multiply", Limits(processes: 8)),
    (
      "processor", "attacks spend 200 100 4 1 1",
      Limits(milliCPUs: 500, memoryBytes: 256 << 20)
    ),
  ]

  /// Numbers of kinds in an order in which each comes once right after each, itself included: the
  /// successor is the largest that did not follow yet.
  private static var order: [Int] {
    var order = [0]
    var untried = kinds.map { _ in Array(kinds.indices) }
    while let last = order.last, let next = untried[last].popLast() { order.append(next) }
    return order
  }

  /// Runs jobs of all kinds one after another in the same few control groups, and holds each against
  /// the first job of a sandbox of its own, whose group is new.
  func reuseGroups() async throws {
    // Whoever reads a file first pays for the memory that it is kept in.
    let first = try makeSandbox()
    for kind in Self.kinds { _ = try await run(kind.script, kind.limits, in: first) }
    first.close()
    var fresh: [Outcome] = []
    for kind in Self.kinds {
      let sandbox = try makeSandbox()
      fresh.append(try await run(kind.script, kind.limits, in: sandbox))
      sandbox.close()
    }
    let sandbox = try makeSandbox()
    let order = Self.order
    for number in order {
      let kind = Self.kinds[number]
      let outcome = try await run(kind.script, kind.limits, in: sandbox)
      try Self.compare(outcome, fresh[number], kind.name)
    }
    // Each needs a cell at least.
    let newest = try HostState.controlGroups(ownedBy: CurrentProcess.identifier)
      .compactMap { Int($0.split(separator: "-").last ?? "") }.max()
    try Self.expect(
      (newest ?? .max) < order.count, "group \(newest ?? 0) after \(order.count) jobs")
    sandbox.close()
    let left = try HostState.controlGroups(ownedBy: CurrentProcess.identifier)
    try Self.expect(left.isEmpty, "groups are left: \(left)")
    CurrentProcess.printOutput("all \(order.count) jobs were charged as in new groups\n")
  }

  private func run(
    _ script: String, _ limits: Limits, in sandbox: Sandbox
  ) async throws(SandboxError) -> Outcome {
    try await sandbox.run(specification(script, limits: limits), collecting: Self.ignore)
  }

  /// What the kernel charges ahead, 64 pages on each processor, and what a group may have of the job
  /// before: small beside what is limited, and too much beside a job that uses next to nothing.
  private static var slack: Double { Double(CurrentProcess.processorCount) * 0x1p18 + 0x1p20 }

  private static func compare(_ outcome: Outcome, _ fresh: Outcome, _ kind: String) throws {
    let (usage, other) = (outcome.usage, fresh.usage)
    let told =
      "\(kind): \(outcome.termination) \(usage)\nin a new group: \(fresh.termination) \(other)"
    try expect(outcome.termination == fresh.termination, told)
    try expect(outcome.exhausted == fresh.exhausted, told)
    let (memory, otherMemory) = (Double(usage.peakMemoryBytes), Double(other.peakMemoryBytes))
    try expect(abs(memory - otherMemory) <= 0.05 * otherMemory + slack, told)
    // Programs that spend processor time count it themselves: two runs of one program differ.
    let own = String(decoding: outcome.stdout, as: UTF8.self).split { " \n".contains($0) }
      .compactMap { Double($0) }
    guard own.count == 5 else { return }
    let seconds = Double(usage.userMicroseconds + usage.systemMicroseconds) / 1e6
    try expect(abs(seconds - own[0] - own[1]) <= 0.05 * (own[0] + own[1]) + 0.02, told)
  }
}
