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
    case afterwards = "after its outcome"
  }

  private(set) var steps: [Step] = []

  init(_ setups: [[SetupTime]], teardown: Teardown) {
    var names: [String] = []
    var durations: [String: [Double]] = [:]
    for setup in setups {
      var sums: [String: Double] = [:]
      for time in setup {
        if !names.contains(time.name) { names.append(time.name) }
        sums[time.name, default: 0] += Double(time.endNanoseconds - time.startNanoseconds) / 1000
      }
      for (name, sum) in sums { durations[name, default: []].append(sum) }
    }
    for name in names {
      guard let values = durations[name] else { continue }
      // The job's process is prepared within the step that also holds all of its own steps.
      if name == "prepareJob" { continue }
      steps.append(
        Step(name: name, microseconds: Sample(values).median, phase: Self.phase(of: name, names)))
    }
    if teardown.cells > 0 {
      let mean = Double(teardown.nanoseconds) / Double(teardown.cells) / 1000
      steps.append(Step(name: "teardown", microseconds: mean, phase: .afterwards))
    }
  }

  private static func phase(of name: String, _ names: [String]) -> Phase {
    if name == "superviseJob" { return .running }
    guard let first = names.firstIndex(of: "workingDirectory"),
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
