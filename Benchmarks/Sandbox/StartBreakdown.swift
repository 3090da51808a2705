import Sandbox

/// Where the time of a start goes: the median duration of each step, in the order of the steps.
struct StartBreakdown: Sendable {
  struct Step: Sendable {
    let name: String
    let microseconds: Double
    let phase: Phase
  }

  /// Who waits for a step.
  enum Phase: String, Sendable, CaseIterable {
    case beforehand = "before the job comes"
    case waiting = "while the job waits"
    case running = "the job itself"
    case answering = "until its outcome is known"
    case afterwards = "after its outcome"
  }

  private(set) var steps: [Step] = []

  /// The first step that needs the command.
  static let firstWaitedFor = "workingDirectory"
  static let job = "superviseJob"
  /// The job's process is prepared, and waits, within steps that tell nothing of their own.
  private static let waits: Set<String> = ["prepareJob", "readMessage"]

  init(_ runs: [TimedRun], teardown: Teardown) {
    var names: [String] = []
    var durations: [String: [Double]] = [:]
    for run in runs {
      var sums: [String: Double] = [:]
      for time in run.outcome.setup where !Self.waits.contains(time.name) {
        if !names.contains(time.name) { names.append(time.name) }
        sums[time.name, default: 0] += Double(time.endNanoseconds - time.startNanoseconds) / 1000
      }
      for (name, sum) in sums { durations[name, default: []].append(sum) }
    }
    for name in names {
      guard let values = durations[name] else { continue }
      if name == Self.firstWaitedFor {
        let requests = Sample(runs.map(\.request))
        steps.append(Step(name: "request", microseconds: requests.median, phase: .waiting))
      }
      steps.append(
        Step(name: name, microseconds: Sample(values).median, phase: Self.phase(of: name, names)))
    }
    let answers = Sample(runs.map(\.answer))
    steps.append(Step(name: "answer", microseconds: answers.median, phase: .answering))
    if teardown.cells > 0 {
      let mean = Double(teardown.nanoseconds) / Double(teardown.cells) / 1000
      steps.append(Step(name: "teardown", microseconds: mean, phase: .afterwards))
    }
  }

  private static func phase(of name: String, _ names: [String]) -> Phase {
    if name == job { return .running }
    guard let first = names.firstIndex(of: firstWaitedFor),
      let position = names.firstIndex(of: name)
    else { return .beforehand }
    return position < first ? .beforehand : .waiting
  }

  var figures: [Figure] {
    steps.map {
      Figure(name: "step \($0.name), \($0.phase.rawValue)", value: $0.microseconds, unit: "µs")
    }
  }
}
