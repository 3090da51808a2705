import Kernels
import Linux
import Microkernels

/// Functions and row operations beside the libraries that are known for them, one thread each.
struct ElementwiseSuite: Suite {
  static let name = "elementwise"
  static let summary = "functions, softmax and norms, against SLEEF, oneDNN and MKL with --peers"

  let options: SuiteOptions

  init(_ options: SuiteOptions) {
    self.options = options
  }

  func run() throws -> Report {
    if options.includesPeers { Self.keepPeersToOneThread() }
    let engine = try Engine(level: .chosen())
    var report = Report(suite: Self.name)
    let contest = Contest(turns: 11, nanoseconds: 1_000_000)
    var ratios: [Double] = []
    for task in Self.tasks() + (options.includesPeers ? Self.otherTasks() : []) {
      let peers = options.includesPeers ? ElementPeer.all(for: task) : []
      let ours = Contestant(name: "assay", work: Double(task.count)) { task.compute(on: engine) }
      let contestants =
        [ours]
        + peers.map {
          Contestant(name: $0.name, work: Double(task.count), call: $0.run)
        }
      let times = contest.rates(contestants).map { 1 / $0 }
      let ratio = times.dropFirst().min().map { $0 / times[0] }
      for (contestant, time) in zip(contestants, times) {
        let isOurs = contestant.name == ours.name
        report.results.append(
          Figure(
            name: task.name, value: time, unit: "ns/element",
            peer: isOurs ? nil : contestant.name, ratio: isOurs ? ratio : nil))
      }
      if let ratio, task.isRated { ratios.append(ratio) }
    }
    if !ratios.isEmpty {
      report.summarize("elementwise_geomean_vs_best", ratios.geometricMean)
    }
    return report
  }

  /// In the first- and the second-level cache, as layers of a model find their activations.
  private static func tasks() -> [ElementTask] {
    let functions: [(Function, ClosedRange<Float>)] = [
      (.exp, -10...10), (.tanh, -4...4), (.erf, -3...3),
    ]
    return functions.flatMap { function, range in
      [2048, 65_536].map {
        ElementTask("\(function)", .function(function, range), columns: $0)
      }
    } + [(128, 128), (64, 1024)].map { ElementTask("softmax", .softmax, rows: $0, columns: $1) }
      + [(32, 384), (64, 768)].map { ElementTask("layer norm", .layerNorm, rows: $0, columns: $1) }
  }

  /// What the summary leaves out.
  private static func otherTasks() -> [ElementTask] {
    let functions: [(Function, ClosedRange<Float>)] = [
      (.log, 0...100), (.sin, -50...50), (.cos, -50...50), (.gelu, -4...4), (.silu, -8...8),
      (.reciprocalSquareRoot, 0...100),
    ]
    return functions.map { function, range in
      ElementTask("\(function)", .function(function, range), columns: 16_384, isRated: false)
    }
  }

  /// They read it when they are loaded.
  private static func keepPeersToOneThread() {
    for (name, value) in [
      ("OMP_NUM_THREADS", "1"), ("MKL_NUM_THREADS", "1"), ("MKL_THREADING_LAYER", "SEQUENTIAL"),
    ] {
      Environment.set(name, to: value)
    }
  }
}
