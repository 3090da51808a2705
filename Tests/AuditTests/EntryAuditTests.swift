import Audit
import Content
import Crypto
import Evidence
import Testing
import Transparency

/// Logs that are sound, and whose entries are not.
@Suite struct EntryAuditTests {
  func audit(_ entries: [[UInt8]], _ policy: Policy? = nil) throws -> AuditReport {
    let log = try TestLog()
    try log.append(entries)
    return try log.audit(
      settings: AuditSettings(
        time: TestLog.now, trust: LogTrust(logs: [log.noteKey]), policy: policy))
  }

  @Test("Statements and the bundles that count them are clean")
  func clean() throws {
    let report = try audit([
      TestLog.statement(1), TestLog.statement(2, provider: 2),
      TestLog.bundle(1, counting: [1, 2]),
    ])
    #expect(report.kinds == [])
    #expect(report.log?.statements == 2 && report.log?.bundles == 1)
    #expect(report.providers.count == 2)
  }

  @Test("A second answer to a lease is a replay; the same record again is not")
  func replays() throws {
    let report = try audit([
      TestLog.statement(1), TestLog.statement(1, envelope: 7), TestLog.statement(1),
    ])
    #expect(report.findings.counts == [.replayedLease: 1, .duplicateEntry: 1])
    #expect(report.findings.listed.map(\.index) == [1, 2])
    #expect(report.findings.listed.first?.provider == (try Fixture.key(1).publicKey))
  }

  @Test("A statement that two bundles count is a replay, and one that was never logged a gap")
  func counting() throws {
    let replay = try audit([
      TestLog.statement(1), TestLog.bundle(1, counting: [1]), TestLog.bundle(2, counting: [1]),
    ])
    #expect(replay.kinds == [.replayedLease])
    let gap = try audit([TestLog.statement(1), TestLog.bundle(1, counting: [1, 2])])
    #expect(gap.kinds == [.missingStatement] && gap.isClean)
  }

  @Test("What is no record is named by its index")
  func malformed() throws {
    let record = try TestLog.statement(1)
    let entries: [[UInt8]] = [
      [], Array("{}".utf8), Array("hello".utf8), record + [0x20], Array(record.dropLast()),
      Array(repeating: UInt8(ascii: "["), count: 60_000),
    ]
    let report = try audit([record] + entries)
    #expect(report.findings.counts == [.malformedEntry: entries.count])
    #expect(report.findings.listed.compactMap(\.index) == Array(1...6))
    #expect(report.log?.isIntact == true)
  }

  @Test("A provider whose clock went back by more than clocks may differ is named once")
  func backwards() throws {
    let report = try audit([
      TestLog.statement(1, milliseconds: 400_000), TestLog.statement(2),
      TestLog.statement(3), TestLog.statement(4, provider: 2),
    ])
    #expect(report.findings.counts == [.timeBackwards: 1])
    #expect(try audit([TestLog.statement(2), TestLog.statement(1)]).kinds == [])
  }

  @Test("A time beyond the audit's is named, and drawn nowhere")
  func future() throws {
    let report = try audit([TestLog.statement(1), TestLog.statement(2, milliseconds: 2_000_000)])
    #expect(report.kinds == [.timeInFuture])
    #expect(report.timeline.stretches.count == 1)
  }

  @Test("A key in two roles is named, also that of the log")
  func keyMisuse() throws {
    let both = try audit([TestLog.statement(1), TestLog.bundle(1, counting: [1], requestor: 1)])
    #expect(both.findings.counts == [.keyMisuse: 1])
    #expect(try audit([TestLog.statement(1, provider: 90)]).kinds == [.keyMisuse])
  }

  @Test("Runtimes that the policy does not know are named")
  func policy() throws {
    let policy = Policy(runtimes: [Fixture.digest("runtime")])
    #expect(try audit([TestLog.statement(1)], policy).kinds == [])
    #expect(
      try audit([TestLog.statement(1, runtime: "other")], policy).kinds == [.unknownMeasurement])
  }

  @Test("Rubbish is counted, and only its beginning kept")
  func bounds() throws {
    let report = try audit((0..<1000).map { Array("rubbish \($0)".utf8) })
    #expect(report.findings.counts == [.malformedEntry: 1000])
    #expect(report.findings.listed.count == FindingList.mostPerKind)
  }
}
