import Linux
import Sandbox

/// What isolation costs: the start of a job beside other runtimes, and while it runs.
struct SandboxSuite: Suite {
  static let name = "sandbox"
  static let summary = "an empty job under every layer beside other runtimes, and a job's overhead"

  private let plotFile: String?

  init(_ options: SuiteOptions) {
    plotFile = options.plotFile
  }

  func run() async throws -> Report {
    var report = Report(suite: Self.name)
    // First, while this process is small and has few threads.
    report.results += try NamespaceCosts.measure()
    let root = try BusyboxRoot()
    let sandbox = try root.startSandbox()
    defer { sandbox.close() }
    try await measureStarts(sandbox, root, &report)
    let stream = try await JobStream(sandbox: sandbox, job: root.specification("/bin/true")).rate()
    report.results.append(
      Figure(name: "start, back to back, median", value: stream.alone.median, unit: "ms"))
    report.summarize("jobs_per_second", stream.perSecond)
    try await measureRunning(sandbox, root, &report)
    report.results += try await RootContest.measure(sandbox, root)
    return report
  }

  private func measureStarts(
    _ sandbox: Sandbox, _ root: BusyboxRoot, _ report: inout Report
  ) async throws {
    let peers = try Runtime.peers(in: root)
    let oneShot = root.oneShot
    let starts = try await Starts.measure(
      sandbox, root.specification("/bin/true"), beside: [oneShot] + peers)
    for name in [Starts.warm, oneShot.name] + peers.map(\.name) {
      guard let times = starts.sample(name) else { continue }
      let peer = peers.contains { $0.name == name } ? name : nil
      report.results += [
        Figure(name: "start, \(name), median", value: times.median, unit: "ms", peer: peer),
        Figure(name: "start, \(name), spread", value: times.spread, unit: "ms", peer: peer),
      ]
    }
    let warm = starts.sample(Starts.warm)?.median ?? .nan
    report.summarize("warm_p50_ms", warm)
    if let bubblewrap = starts.sample("bubblewrap") {
      report.summarize("warm_vs_bwrap", warm / bubblewrap.median)
    }
    if let crun = peers.first(where: { $0.name.hasPrefix("crun") }),
      let theirs = starts.sample(crun.name), let ours = starts.sample(oneShot.name)
    {
      report.summarize("oneshot_vs_crun", ours.median / theirs.median)
    }
    try record(StartBreakdown(starts.warmRuns, teardown: sandbox.teardown), &report)
  }

  private func record(_ breakdown: StartBreakdown, _ report: inout Report) throws {
    report.results += breakdown.figures
    guard let plotFile else { return }
    let file = try FileDescriptor.open(plotFile, [.writeOnly, .create, .truncate])
    try file.writeAll(Array(StartPlot(breakdown: breakdown).svg.utf8))
  }

  private func measureRunning(
    _ sandbox: Sandbox, _ root: BusyboxRoot, _ report: inout Report
  ) async throws {
    let loop = "i=0; while [ $i -lt 1000000 ]; do i=$((i+1)); done"
    let computing = try await Overhead.measure(["sh", "-c", loop], sandbox, root)
    report.results += computing.figures("computing")
    report.summarize("cpu_overhead", computing.share)
    let calling = try await Overhead.measure(
      ["dd", "if=/dev/zero", "of=/dev/null", "bs=512", "count=1000000"], sandbox, root,
      withFloor: true)
    report.results += calling.figures("system calls")
    report.summarize("syscall_overhead", calling.share)
    // What any filter costs, before it looks at anything.
    if let share = calling.floorShare { report.summarize("syscall_floor", share) }
    let crowd = try await Crowd.measure(sandbox, root)
    report.results += [
      Figure(
        name: "supervisor with \(Crowd.jobs) jobs", value: Double(crowd.supervisorBytes) / 1e6,
        unit: "MB"),
      Figure(
        name: "launcher with \(Crowd.jobs) jobs", value: Double(crowd.launcherBytes) / 1e6,
        unit: "MB"),
    ]
    report.summarize("supervisor_mib", crowd.mebibytes)
  }
}
