import Audit
import Content
import Testing
import Transparency

/// Audits that go on where the last one ended.
@Suite struct IncrementalAuditTests {
  @Test("Only what is new is read, and the tiles that lead there")
  func reads() throws {
    let log = try TestLog(entries: 5000)
    let state = try #require(try log.audit().state)
    let whole = log.storage.takeReads().filter { $0.hasPrefix("tile/entries") }
    #expect(whole.count == 20)
    try log.append((5000..<5300).map { try TestLog.statement($0) })
    _ = log.storage.takeReads()
    let report = try log.audit(from: state)
    #expect(report.kinds == [])
    #expect(report.log?.walked == 300 && report.log?.knownSize == 5000)
    let reads = log.storage.takeReads()
    #expect(reads.filter { $0.hasPrefix("tile/entries") }.count == 2)
    #expect(reads.count < 20, "\(reads)")
    #expect(report.state?.checkpoint.size == 5300)
  }

  @Test(
    "Step by step is as good as at once",
    arguments: [[0, 1, 2, 3], [255, 256, 257], [1, 256, 511, 513, 1024], [300, 300]])
  func steps(sizes: [Int]) throws {
    let log = try TestLog()
    var state: AuditState?
    var count = 0
    for size in sizes {
      try log.append((count..<size).map { try TestLog.statement($0) })
      let report = try log.audit(from: state)
      #expect(report.kinds == [], "\(count) to \(size)")
      #expect(report.log?.walked == UInt64(size - count))
      (state, count) = (report.state, size)
    }
    #expect(state == (try log.audit().state))
  }

  @Test("A replay of what an earlier audit saw is found without reading it again")
  func replay() throws {
    let log = try TestLog(entries: 400)
    let state = try #require(try log.audit().state)
    try log.append([TestLog.statement(3, envelope: 9999), TestLog.statement(4)])
    _ = log.storage.takeReads()
    let report = try log.audit(from: state)
    #expect(report.kinds == [.replayedLease, .duplicateEntry])
    #expect(report.findings.listed.map(\.index) == [400, 401])
    #expect(!log.storage.takeReads().contains("tile/entries/000"))
  }

  @Test("What an earlier audit saw is covered by the tiles, whose damage is found all the same")
  func damageBelow() throws {
    let log = try TestLog(entries: 400)
    let state = try #require(try log.audit().state)
    try log.append((400..<600).map { try TestLog.statement($0) })
    log.storage.edit("tile/1/000.p/2") { $0[5] ^= 1 }
    let report = try log.audit(from: state)
    #expect(report.kinds.contains(.damagedLog) && report.state == nil)
  }
}
