import Linux
import Sandbox

/// What isolation costs: the start of a job beside other runtimes, and while it runs.
struct SandboxSuite: Suite {
  static let name = "sandbox"
  static let summary = "one empty job under every layer, beside crun, runc and bubblewrap"

  init(_ options: SuiteOptions) {
  }

  func run() async throws -> Report {
    var report = Report(suite: Self.name)
    let root = try BusyboxRoot()
    let sandbox = try root.startSandbox()
    defer { sandbox.close() }
    let rate = try await JobStream(sandbox: sandbox, job: root.specification("/bin/true")).rate()
    report.summarize("jobs_per_second", rate.perSecond)
    report.results.append(Figure(name: "one at a time", value: rate.alone.median, unit: "ms"))
    return report
  }
}
