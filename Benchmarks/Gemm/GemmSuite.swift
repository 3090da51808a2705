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
    let limits = Contest().rates([Bandwidth.probe()] + MatrixContest.peaks(engine.level))
    let bandwidth = limits[0]
    var roofline = Roofline(peak: limits.dropFirst().max() ?? 0, bandwidth: bandwidth)
    try squares(engine, libraries, &report, &roofline)
    try scaling(&report)
    try thin(engine, libraries, &report, &roofline)
    integers(engine, &report)
    report.results.append(Figure(name: "memory", value: bandwidth, unit: "GB/s", peer: "limit"))
    if let file = options.plotFile {
      try FileDescriptor.open(file, [.writeOnly, .create, .truncate])
        .writeAll(Array(roofline.svg.utf8))
    }
    return report
  }

  private func squares(
    _ engine: Engine, _ libraries: [MatrixLibrary], _ report: inout Report,
    _ roofline: inout Roofline
  ) throws {
    let squares = Squares(sizes: [16, 32, 48, 64, 100, 128, 256, 512, 1000, 1024, 2048, 4096])
    let results = try squares.run(engine, libraries, prefix: "square", &report)
    for (shape, result) in results { roofline.add(result, shape) }
    let shares = results.filter { $0.shape.rows >= 1024 }.map { $0.result.ours / $0.result.peak }
    report.summarize("peak_fraction", shares.geometricMean)
  }

  /// Two threads over one, in turns.
  private func scaling(_ report: inout Report) throws {
    let shape = MatrixContest(rows: 2048, columns: 2048, depth: 2048)
    let rates = Contest(turns: 15).rates(
      try [1, 2].map { threads in
        try shape.contestant(Engine(level: .chosen(), threads: threads))
      })
    report.results.append(
      Figure(
        name: "2048, two threads", value: rates[1], unit: "GFLOP/s", ratio: rates[1] / rates[0]))
    report.summarize("scaling_2", rates[1] / rates[0])
  }

  /// Few rows over transformers' weights, packed once by all who can.
  private func thin(
    _ engine: Engine, _ libraries: [MatrixLibrary], _ report: inout Report,
    _ roofline: inout Roofline
  ) throws {
    var ratios: [Double] = []
    for (depth, columns) in [(768, 3072), (3072, 768), (4096, 4096), (4096, 11008)] {
      for rows in [1, 2, 4, 8, 16, 64] {
        let shape = MatrixContest(rows: rows, columns: columns, depth: depth, isPacked: true)
        let result = try shape.run(engine, libraries, Contest(nanoseconds: 2_000_000))
        report.add(result, "\(rows) × \(depth) × \(columns), packed")
        roofline.add(result, shape)
        if let ratio = result.ratio { ratios.append(ratio) }
        if rows == 1 && depth * columns * 4 > 128 << 20 {
          // No cache holds the weights.
          let share = try streamShare(shape, engine)
          report.summarize("row_bandwidth_fraction", share)
        }
      }
    }
    if !ratios.isEmpty { report.summarize("thin_geomean_vs_best", ratios.geometricMean) }
  }

  /// The speed at which a row of A reads packed weights, over that at which memory is read, in turns.
  private func streamShare(_ shape: MatrixContest, _ engine: Engine) throws -> Double {
    // Two operations for each weight of four bytes.
    let rates = Contest().rates([try shape.contestant(engine), Bandwidth.probe()])
    return 2 * rates[0] / rates[1]
  }

  /// Eight-bit numbers beside the libraries that multiply them.
  private func integers(_ engine: Engine, _ report: inout Report) {
    guard options.includesPeers else { return }
    var ratios: [Double] = []
    for size in [64, 128, 256, 512, 1024, 2048] {
      for isSigned in [false, true] {
        let result = IntegerContest(size: size, isSigned: isSigned).run(engine, Contest())
        let name = "\(size) squared, \(isSigned ? "int8" : "uint8") × int8"
        report.results.append(
          Figure(name: name, value: result.ours, unit: "GOP/s", ratio: result.ratio))
        for peer in result.peers {
          report.results.append(
            Figure(name: name, value: peer.rate, unit: "GOP/s", peer: peer.name))
        }
        if let ratio = result.ratio { ratios.append(ratio) }
      }
    }
    if !ratios.isEmpty { report.summarize("int8_geomean_vs_best", ratios.geometricMean) }
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

extension Roofline {
  /// Ours and every library's.
  mutating func add(_ result: MatrixContest.Result, _ shape: MatrixContest) {
    let (m, n, k) = (Double(shape.rows), Double(shape.columns), Double(shape.depth))
    let intensity = 2 * m * n * k / (4 * (m * k + k * n + m * n))
    let name = "\(shape.rows) × \(shape.depth) × \(shape.columns)"
    points += result.peers.map {
      Point(name: name, peer: $0.name, intensity: intensity, gigaflops: $0.rate)
    }
    points.append(Point(name: name, peer: nil, intensity: intensity, gigaflops: result.ours))
  }
}
