import Audit
import Crypto
import Linux
import Transparency

/// How fast a log takes entries durably, proves them, and is checked.
struct LogSuite: Suite {
  static let name = "log"
  static let summary = "durable appends, inclusion proofs and fsck of a log of a million entries"

  private static let origin = "benchmark.example/log"
  private static let callers = 2048
  private static let microseconds: Int64 = 8_000_000
  private static let largeSize = 1_000_000
  private static let batch = 8192
  private static let proofs = 300
  private static let entry = [UInt8](repeating: 7, count: 200)

  init(_ options: SuiteOptions) {}

  func run() async throws -> Report {
    let own = try Environment.executablePath().split(separator: "/").dropLast()
    let parent = "/" + own.joined(separator: "/")
    let handle = try FileDescriptor.open(parent, [.readOnly, .directory])
    let name = "log-benchmark"
    if try handle.entries().contains(name) { try handle.removeTree(name) }
    try makeDirectories("\(parent)/\(name)")
    let key = try SigningKey()
    var report = Report(suite: Self.name)
    try await measureAppends("\(parent)/\(name)/appends", key, &report)
    report.results.append(
      Figure(
        name: "the same over HTTP, signatures checked, 64 clients in this process",
        value: try await HTTPAppends.rate(
          in: "\(parent)/\(name)/http", key, microseconds: Self.microseconds / 2),
        unit: "1/s"))
    try measureLargeLog("\(parent)/\(name)/large", key, &report)
    try measureAudit("\(parent)/\(name)/audited", &report)
    try handle.removeTree(name)
    return report
  }

  /// The first audit reads everything; the next one only what is new.
  private func measureAudit(_ path: String, _ report: inout Report) throws {
    let log = try AuditedLog(at: path, size: Self.largeSize)
    let (first, seconds) = try log.audit(from: nil)
    try log.grow(by: Self.largeSize..<(Self.largeSize + 1000))
    let (_, next) = try log.audit(from: first.state)
    report.results += [
      Figure(name: "audit of \(Self.largeSize) entries", value: seconds, unit: "s"),
      Figure(name: "audit of 1000 more", value: next * 1000, unit: "ms"),
    ]
    report.summarize("audit_seconds", seconds)
  }

  /// Many callers, each of which waits for its entry before it brings the next one.
  private func measureAppends(
    _ path: String, _ key: SigningKey, _ report: inout Report
  ) async throws {
    let storage = try PosixStorage(writing: path)
    let sequencer = LogSequencer(try LogWriter(creating: storage, origin: Self.origin, key: key))
    let start = Clock.monotonicMicroseconds()
    let times = try await withThrowingTaskGroup(of: [Double].self) { group in
      for _ in 0..<Self.callers {
        group.addTask { try await Self.call(sequencer, until: start + Self.microseconds) }
      }
      return try await group.reduce(into: [Double]()) { $0 += $1 }
    }
    let seconds = Double(Clock.monotonicMicroseconds() - start) / 1_000_000
    let sample = Sample(times)
    let rate = Double(times.count) / seconds
    report.results += [
      Figure(name: "durable appends, \(Self.callers) callers", value: rate, unit: "1/s"),
      Figure(name: "time of an append, median", value: sample.median, unit: "ms"),
      Figure(name: "time of an append, p99", value: sample.quantile(0.99), unit: "ms"),
    ]
    report.summarize("appends_per_second", rate)
    report.summarize("append_p99_ms", sample.quantile(0.99))
  }

  /// Appends until the time is over.
  ///
  /// - Returns: the milliseconds that each append took.
  private static func call(
    _ sequencer: LogSequencer<PosixStorage>, until end: Int64
  ) async throws -> [Double] {
    var times: [Double] = []
    while true {
      let begun = Clock.monotonicMicroseconds()
      if begun >= end { return times }
      _ = try await sequencer.append(entry)
      times.append(Double(Clock.monotonicMicroseconds() - begun) / 1000)
    }
  }

  private func measureLargeLog(_ path: String, _ key: SigningKey, _ report: inout Report) throws {
    do {
      let storage = try PosixStorage(writing: path)
      var writer = try LogWriter(creating: storage, origin: Self.origin, key: key)
      while writer.size < Self.largeSize {
        let count = min(Self.batch, Self.largeSize - Int(writer.size))
        _ = try writer.append(Array(repeating: Self.entry, count: count))
      }
    }
    let storage = try PosixStorage(reading: path)
    guard let noteKey = NoteKey(name: Self.origin, role: .log, publicKey: key.publicKey) else {
      preconditionFailure("the origin names a key")
    }
    let reader = try LogReader(storage, trusting: noteKey)
    try measureProofs(reader, &report)
    let start = Clock.monotonicMicroseconds()
    let check = LogCheck(of: reader)
    let seconds = Double(Clock.monotonicMicroseconds() - start) / 1_000_000
    precondition(check.isSound, "the benchmark's own log is broken")
    report.results.append(
      Figure(name: "fsck of \(check.entries) entries", value: seconds, unit: "s"))
    report.summarize("fsck_seconds", seconds)
  }

  /// Proofs of leaves all over the log, no tile of which is remembered from one to the next.
  private func measureProofs(
    _ reader: LogReader<PosixStorage>, _ report: inout Report
  ) throws {
    var times: [Double] = []
    var mostTiles = 0
    for number in 0..<Self.proofs {
      let index = UInt64(number * 3331 % Self.largeSize)
      let start = Clock.monotonicMicroseconds()
      var tiles = reader.tiles()
      let proof = try tiles.inclusionProof(of: index)
      times.append(Double(Clock.monotonicMicroseconds() - start) / 1000)
      mostTiles = max(mostTiles, tiles.tileCount)
      precondition(proof.isValid(leaf: .leaf(Self.entry), root: reader.checkpoint.root))
    }
    let sample = Sample(times)
    report.results += [
      Figure(name: "inclusion proof, median", value: sample.median, unit: "ms"),
      Figure(name: "inclusion proof, p99", value: sample.quantile(0.99), unit: "ms"),
      Figure(name: "inclusion proof, files read at most", value: Double(mostTiles), unit: "files"),
    ]
    report.summarize("prove_ms", sample.median)
  }
}
