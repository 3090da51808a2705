import Audit
import Content
import Crypto
import Linux
import Transparency
import Verification

/// A log as an auditor meets it, full of statements, and how long its audits take.
struct AuditedLog {
  private static let origin = "benchmark.example/audited"
  private static let providers = 100
  private static let batch = 8192

  private let path: String
  private let key: SigningKey
  private let noteKey: NoteKey

  /// Writes a log of `size` statements, each of another lease.
  init(at path: String, size: Int) throws {
    self.path = path
    key = try SigningKey()
    guard let noteKey = NoteKey(name: Self.origin, role: .log, publicKey: key.publicKey) else {
      preconditionFailure("the origin names a key")
    }
    self.noteKey = noteKey
    let storage = try PosixStorage(writing: path)
    _ = try LogWriter(creating: storage, origin: Self.origin, key: key)
    let providers = try (0..<Self.providers).map { _ in try SigningKey().publicKey }
    try append(0..<size, providers, to: storage)
  }

  /// Appends as many statements as `numbers` has; the directory must not be locked.
  func grow(by numbers: Range<Int>) throws {
    try append(numbers, [try SigningKey().publicKey], to: try PosixStorage(writing: path))
  }

  private func append(
    _ numbers: Range<Int>, _ providers: [PublicKey], to storage: PosixStorage
  ) throws {
    var writer = try LogWriter(opening: storage, origin: Self.origin, key: key)
    for start in stride(from: numbers.lowerBound, to: numbers.upperBound, by: Self.batch) {
      let end = min(start + Self.batch, numbers.upperBound)
      _ = try writer.append(
        (start..<end).map { Self.record($0, providers[$0 % providers.count]) })
    }
  }

  private static func record(_ number: Int, _ provider: PublicKey) -> [UInt8] {
    func digest(_ name: String) -> JSON {
      .string(Digest(of: Array("\(name) \(number)".utf8)).description)
    }
    let time = Timestamp(milliseconds: 1_800_000_000_000 + Int64(number) * 50) ?? .epoch
    return JSON.object([
      "schema": .string(LogRecord.schema), "kind": .string("statement"),
      "envelope": digest("envelope"), "provider": .string(provider.hexadecimal),
      "job": digest("job"), "lease": digest("lease"),
      "runtime": .string(Digest(of: []).description), "result": digest("result"),
      "finishedAt": .string(time.description),
    ]).canonicalBytes
  }

  /// Audits the log, which must be clean.
  func audit(from state: AuditState?) throws -> (report: AuditReport, seconds: Double) {
    let start = Clock.monotonicMicroseconds()
    let reader = try LogReader(try PosixStorage(reading: path), trusting: noteKey)
    var run = AuditRun(
      AuditSettings(
        time: Timestamp(milliseconds: 1_900_000_000_000) ?? .epoch,
        trust: LogTrust(logs: [noteKey])), from: state)
    run.add(checkpoint: reader.note.bytes, from: path)
    run.compare(with: reader)
    run.walk(reader, from: path)
    let report = run.finish()
    let seconds = Double(Clock.monotonicMicroseconds() - start) / 1_000_000
    precondition(report.findings.counts.isEmpty, "the benchmark's own log is not clean")
    return (report, seconds)
  }
}
