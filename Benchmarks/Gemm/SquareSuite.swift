import Kernels
import Microkernels

/// Square products only, on one thread, with rules of its own for the libraries beside ours.
protocol SquareSuite: Suite {
  /// What the names of its summary begin with.
  static var prefix: String { get }
  /// What libraries are told.
  static var environment: [(String, String)] { get }

  var options: SuiteOptions { get }

  static func level() throws -> Level
}

extension SquareSuite {
  func run() throws -> Report {
    var report = Report(suite: Self.name)
    if options.includesPeers { MatrixLibrary.setEnvironment(Self.environment) }
    let libraries = options.includesPeers ? MatrixLibrary.installed() : []
    _ = try Squares(sizes: [16, 32, 64, 128, 256, 512, 1024, 2048])
      .run(Engine(level: Self.level()), libraries, prefix: Self.prefix, &report)
    return report
  }
}

/// The level for processors with AVX2 only, beside libraries that are kept to AVX2 as well.
struct GemmAVX2Suite: SquareSuite {
  static let name = "gemm-avx2"
  static let summary = "float32 products with AVX2 and FMA, everybody kept to that"
  static let prefix = "avx2"
  static let environment = MatrixLibrary.onlyAVX2

  let options: SuiteOptions

  init(_ options: SuiteOptions) {
    self.options = options
  }

  static func level() throws -> Level { try .named("avx2") }
}

/// What libraries do when nobody tells them which processor this is: for information.
struct GemmDefaultsSuite: SquareSuite {
  static let name = "gemm-defaults"
  static let summary = "float32 products, libraries as they come, on one thread"
  static let prefix = "defaults"
  static let environment = MatrixLibrary.oneThread

  let options: SuiteOptions

  init(_ options: SuiteOptions) {
    self.options = options
  }

  static func level() throws -> Level { try .chosen() }
}

/// Square products of several sizes on one thread.
struct Squares {
  typealias Entry = (shape: MatrixContest, result: MatrixContest.Result)

  let sizes: [Int]

  /// Adds each size's figures to the report, and the ratios to the best library to its summary.
  func run(
    _ engine: Engine, _ libraries: [MatrixLibrary], prefix: String, _ report: inout Report
  ) throws -> [Entry] {
    var entries: [Entry] = []
    for size in sizes {
      let shape = MatrixContest(rows: size, columns: size, depth: size)
      let contest = Contest(turns: size >= 4096 ? 5 : 15)
      let result = try shape.run(engine, libraries, contest)
      report.add(result, "\(size) squared")
      entries.append((shape, result))
    }
    let ratios = entries.compactMap(\.result.ratio)
    if let least = ratios.min() {
      report.summarize("\(prefix)_geomean_vs_best", ratios.geometricMean)
      report.summarize("\(prefix)_min_vs_best", least)
    }
    return entries
  }
}
