import Audit
import Content
import Crypto
import Testing
import Transparency
import Verification

/// A log of a test, with entries of its choice.
struct TestLog {
  static let origin = "example.com/log"
  /// The time of every audit.
  static let now = Timestamp(milliseconds: 1_800_000_900_000) ?? .epoch

  let key: SigningKey
  let noteKey: NoteKey
  var storage = MemoryStorage()

  init() throws {
    key = try Fixture.key(90)
    noteKey = try #require(NoteKey(name: Self.origin, role: .log, publicKey: key.publicKey))
    _ = try LogWriter(creating: storage, origin: Self.origin, key: key)
  }

  /// A log with the entries `0..<count`.
  init(entries count: Int) throws {
    try self.init()
    try append((0..<count).map { try Self.statement($0) })
  }

  /// This log as somebody else is shown it.
  var copy: TestLog {
    var other = self
    other.storage = MemoryStorage(copying: storage)
    return other
  }

  func append(_ entries: [[UInt8]]) throws {
    var writer = try LogWriter(opening: storage, origin: Self.origin, key: key)
    _ = try writer.append(entries)
  }

  func reader() throws -> LogReader<MemoryStorage> {
    try LogReader(storage, trusting: noteKey)
  }

  /// The record of a statement about job and lease `number`, made as a log writes it.
  static func statement(
    _ number: Int, envelope: Int? = nil, provider: UInt8 = 1, runtime: String = "runtime",
    milliseconds: Int64 = 0
  ) throws -> [UInt8] {
    let time = Timestamp(milliseconds: 1_800_000_000_000 + Int64(number) * 10 + milliseconds)
    let record: JSON = .object([
      "schema": .string(LogRecord.schema), "kind": .string("statement"),
      "envelope": .string(Fixture.digest("envelope \(envelope ?? number)").description),
      "provider": .string(try Fixture.key(provider).publicKey.hexadecimal),
      "job": .string(Fixture.digest("job \(number)").description),
      "lease": .string(Fixture.digest("lease \(number)").description),
      "runtime": .string(Fixture.digest(runtime).description),
      "result": .string(Fixture.digest("result").description),
      "finishedAt": .string("\(try #require(time))"),
    ])
    return record.canonicalBytes
  }

  /// The record of a bundle that counts the envelopes of those numbers.
  static func bundle(_ number: Int, counting envelopes: [Int], requestor: UInt8 = 100) throws
    -> [UInt8]
  {
    let record: JSON = .object([
      "schema": .string(LogRecord.schema), "kind": .string("bundle"),
      "bundle": .string(Fixture.digest("bundle \(number)").description),
      "requestor": .string(try Fixture.key(requestor).publicKey.hexadecimal),
      "job": .string(Fixture.digest("job \(number)").description),
      "decidedAt": .string("2027-01-15T08:00:30.000Z"), "status": .string("accepted"),
      "envelopes": .strings(envelopes.map { Fixture.digest("envelope \($0)").description }),
    ])
    return record.canonicalBytes
  }
}

extension TestLog {
  var settings: AuditSettings { settings() }

  func settings(
    witnesses: [NoteKey] = [], threshold: Int = 0, largestAge: Int64? = nil
  ) -> AuditSettings {
    AuditSettings(
      time: Self.now,
      trust: LogTrust(logs: [noteKey], witnesses: witnesses, threshold: threshold),
      largestAge: largestAge)
  }

  /// Audits this log, further copies, and whatever `prepare` hands in.
  func audit(
    from state: AuditState? = nil, settings: AuditSettings? = nil, copies: [TestLog] = [],
    _ prepare: (inout AuditRun) throws -> Void = { _ in }
  ) throws -> AuditReport {
    var run = AuditRun(settings ?? self.settings, from: state)
    try prepare(&run)
    let readers = try ([self] + copies).map { try $0.reader() }
    for (number, reader) in readers.enumerated() {
      run.add(checkpoint: reader.note.bytes, from: "copy \(number)")
    }
    let order = readers.indices.sorted {
      readers[$0].checkpoint.size > readers[$1].checkpoint.size
    }
    let main = readers[order[0]]
    run.compare(with: main)
    run.walk(main, from: "copy \(order[0])")
    for index in order.dropFirst() {
      run.walk(copy: readers[index], from: "copy \(index)", behind: main.checkpoint)
    }
    return run.finish()
  }
}

extension AuditReport {
  /// The kinds of all findings.
  var kinds: Set<AuditFinding.Kind> { Set(findings.counts.keys) }
}
