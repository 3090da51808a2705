import Content
import Linux

/// How long a job takes from its file to its verdict, stage by stage, as the command line has it.
struct JourneySuite: Suite {
  static let name = "journey"
  static let summary = "one job, three providers, one verdict: the time of each stage"

  private static let warmUps = 3
  private static let emptyRuns = 41
  private static let quickstartRuns = 11

  init(_ options: SuiteOptions) {}

  func run() throws -> Report {
    var report = Report(suite: Self.name)
    let journey = try Journey()
    let empty = try journey.measure(
      job: journey.emptyJob(), warmUps: Self.warmUps, runs: Self.emptyRuns)
    report.results += empty.measurements(prefix: "empty job")
    report.summarize("empty_job_ms", empty.whole.median)

    let quickstart = try journey.measure(
      job: journey.quickstartJob(), warmUps: 1, runs: Self.quickstartRuns)
    report.results += quickstart.measurements(prefix: "quickstart job")
    report.summarize("quickstart_job_ms", quickstart.whole.median)
    return report
  }
}

/// The times of many runs of one job, in milliseconds.
struct JourneyTimes {
  /// The whole process, from its start to its end, as its parent sees it.
  let whole: Sample
  let stages: [(name: String, times: Sample)]

  func measurements(prefix: String) -> [Figure] {
    ([("whole process", whole)] + stages.map { ($0.name, $0.times) }).flatMap { name, times in
      [
        Figure(name: "\(prefix), \(name), median", value: times.median, unit: "ms"),
        Figure(name: "\(prefix), \(name), spread", value: times.spread, unit: "ms"),
      ]
    }
  }
}
