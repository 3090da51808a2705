import Kernels
import Linux
import Microkernels

/// Float32 matrix products beside the libraries that are known for them.
struct GemmSuite: Suite {
  static let name = "gemm"
  static let summary = "float32 matrix products, beside BLAS libraries with --peers"

  let options: SuiteOptions

  init(_ options: SuiteOptions) {
    self.options = options
  }

  func run() throws -> Report {
    var report = Report(suite: Self.name)
    if options.includesPeers { MatrixLibrary.setEnvironment(MatrixLibrary.fastest) }
    let libraries = options.includesPeers ? MatrixLibrary.installed() : []
    let engine = try Engine(level: .chosen())
    try Squares(sizes: [16, 32, 48, 64, 100, 128, 256, 512, 1000, 1024, 2048, 4096])
      .run(engine, libraries, prefix: "square", &report)
    try scaling(&report)
    try thin(engine, libraries, &report)
    return report
  }

  /// Two threads over one.
  private func scaling(_ report: inout Report) throws {
    let contest = MatrixContest(rows: 2048, columns: 2048, depth: 2048)
    let rates = try [1, 2].map { threads in
      try contest.run(Engine(level: .chosen(), threads: threads), []).ours
    }
    report.results.append(
      Figure(
        name: "2048, two threads", value: rates[1], unit: "GFLOP/s", ratio: rates[1] / rates[0]))
    report.summarize("scaling_2", rates[1] / rates[0])
  }

  /// Few rows over transformers' weights, which ours has packed once.
  private func thin(
    _ engine: Engine, _ libraries: [MatrixLibrary], _ report: inout Report
  ) throws {
    var ratios: [Double] = []
    for (depth, columns) in [(768, 3072), (3072, 768), (4096, 4096), (4096, 11008)] {
      for rows in [1, 2, 4, 8, 16, 64] {
        let result = try MatrixContest(rows: rows, columns: columns, depth: depth, isPacked: true)
          .run(engine, libraries, Contest(turns: 3, nanoseconds: 2_000_000))
        report.add(result, "\(rows) × \(depth) × \(columns), packed")
        if let ratio = result.ratio { ratios.append(ratio) }
      }
    }
    if !ratios.isEmpty { report.summarize("thin_geomean_vs_best", ratios.geometricMean) }
  }
}

/// The level for processors with AVX2 only, beside libraries that are kept to AVX2 as well.
struct GemmAVX2Suite: Suite {
  static let name = "gemm-avx2"
  static let summary = "float32 products with AVX2 and FMA, everybody kept to that"

  let options: SuiteOptions

  init(_ options: SuiteOptions) {
    self.options = options
  }

  func run() throws -> Report {
    var report = Report(suite: Self.name)
    if options.includesPeers { MatrixLibrary.setEnvironment(MatrixLibrary.onlyAVX2) }
    let libraries = options.includesPeers ? MatrixLibrary.installed() : []
    try Squares(sizes: [16, 32, 64, 128, 256, 512, 1024, 2048])
      .run(Engine(level: .named("avx2")), libraries, prefix: "avx2", &report)
    return report
  }
}

/// Square products of several sizes on one thread.
struct Squares {
  let sizes: [Int]

  func run(
    _ engine: Engine, _ libraries: [MatrixLibrary], prefix: String, _ report: inout Report
  ) throws {
    var ratios: [Double] = []
    var shares: [Double] = []
    for size in sizes {
      let contest = size >= 4096 ? Contest(turns: 3) : Contest()
      let result = try MatrixContest(rows: size, columns: size, depth: size)
        .run(engine, libraries, contest)
      report.add(result, "\(size) squared")
      if let ratio = result.ratio { ratios.append(ratio) }
      if size >= 1024 { shares.append(result.ours / result.peak) }
    }
    if !shares.isEmpty && prefix == "square" {
      report.summarize("peak_fraction", shares.geometricMean)
    }
    guard !ratios.isEmpty else { return }
    report.summarize("\(prefix)_geomean_vs_best", ratios.geometricMean)
    report.summarize("\(prefix)_min_vs_best", ratios.min() ?? 0)
  }
}

extension Report {
  /// Ours with its ratio to the best library, then each library.
  mutating func add(_ result: MatrixContest.Result, _ name: String) {
    results.append(Figure(name: name, value: result.ours, unit: "GFLOP/s", ratio: result.ratio))
    results.append(Figure(name: name, value: result.peak, unit: "GFLOP/s", peer: "peak"))
    for peer in result.peers {
      results.append(Figure(name: name, value: peer.rate, unit: "GFLOP/s", peer: peer.name))
    }
  }
}
