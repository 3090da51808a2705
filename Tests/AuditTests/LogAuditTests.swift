import Audit
import Content
import Crypto
import Testing
import Transparency

/// Logs that were changed in every way, and what an audit says of each.
@Suite struct LogAuditTests {
  @Test("An honest log is clean, whatever its size", arguments: [0, 1, 2, 255, 256, 257, 700])
  func honest(size: Int) throws {
    let report = try TestLog(entries: size).audit()
    #expect(report.kinds == [] && report.isClean)
    let log = try #require(report.log)
    #expect(log.isIntact && log.walked == UInt64(size) && log.statements == size)
    #expect(report.state?.checkpoint.size == UInt64(size))
  }

  @Test("Every damaged file raises an alarm, and nothing of it is remembered")
  func damage() throws {
    let files = [
      "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000",
      "tile/entries/001.p/44",
    ]
    let damages: [(inout [UInt8]) -> Void] = [
      { $0[$0.count / 2] ^= 1 }, { $0.removeLast() }, { $0.removeAll() }, { $0.append(0) },
    ]
    for file in files {
      for (number, damage) in damages.enumerated() {
        let log = try TestLog(entries: 300)
        log.storage.edit(file, damage)
        let report = try log.audit()
        #expect(report.kinds.contains(.damagedLog), "\(file), damage \(number)")
        #expect(!report.isClean && report.state == nil, "\(file), damage \(number)")
      }
      let log = try TestLog(entries: 300)
      log.storage.remove(file)
      let report = try log.audit()
      #expect(report.kinds.contains(.damagedLog) && report.state == nil, "\(file) missing")
    }
  }

  @Test("An entry that was changed together with its hash contradicts the tile above, or the root")
  func consistentDamage() throws {
    for size in [200, 300] {
      let log = try TestLog(entries: size)
      let entry = try TestLog.statement(7, provider: 3)
      let old = try TestLog.statement(7)
      let entries = size < 256 ? "tile/entries/000.p/200" : "tile/entries/000"
      let hashes = size < 256 ? "tile/0/000.p/200" : "tile/0/000"
      log.storage.edit(entries) { bytes in
        let all = EntryBundle.entries(in: bytes, count: min(size, 256)) ?? []
        bytes = []
        for known in all { EntryBundle.append(known == old ? entry : known, to: &bytes) }
      }
      log.storage.edit(hashes) { $0.replaceSubrange(224..<256, with: MerkleHash.leaf(entry).bytes) }
      #expect(try log.audit().kinds.contains(.damagedLog))
    }
  }

  @Test("A checkpoint of another key, of another log, or with a flipped byte is foreign")
  func foreignCheckpoint() throws {
    let log = try TestLog(entries: 10)
    let stranger = try SigningKey()
    let note = try log.reader().note
    var flipped = note.bytes
    flipped[flipped.count - 8] ^= 1
    var changed = note.bytes
    changed[TestLog.origin.utf8.count + 1] = UInt8(ascii: "9")
    let other = Checkpoint(origin: "other", size: 1, root: .leaf([]))
    let forged = [
      SignedNote.sign(note.unverifiedText, as: TestLog.origin, with: stranger)?.bytes,
      SignedNote.sign(other.text, as: "other", with: log.key)?.bytes,
      SignedNote.sign(other.text, as: TestLog.origin, with: log.key)?.bytes, flipped, changed,
      Array("no note".utf8), [],
    ]
    for bytes in forged {
      let report = try log.audit { $0.add(checkpoint: try #require(bytes), from: "a mirror") }
      #expect(report.kinds == [.foreignCheckpoint])
    }
  }

  @Test("Attack 17, alarm: a log that is shorter than it was; its old head is remembered")
  func rollback() throws {
    let log = try TestLog(entries: 30)
    let state = try #require(try log.audit().state)
    let shrunken = try TestLog(entries: 20)
    let report = try shrunken.audit(from: state)
    #expect(report.kinds == [.rolledBack])
    #expect(report.state == nil)
  }

  @Test("A log that forgot what it signed is convicted by the state alone")
  func rewritten() throws {
    let log = try TestLog(entries: 30)
    let state = try #require(try log.audit().state)
    for size in [30, 31, 300] {
      let rewritten = try TestLog(entries: 20)
      try rewritten.append((20..<size).map { try TestLog.statement($0, provider: 2) })
      let report = try rewritten.audit(from: state)
      #expect(report.kinds.contains(size == 30 ? .equivocation : .splitView))
      guard case .proven = try #require(report.fraudProofs.first).verify(trusting: log.noteKey)
      else {
        Issue.record("size \(size)")
        continue
      }
    }
  }

  @Test("A checkpoint beyond the files at hand is neither believed nor accused")
  func unproven() throws {
    let log = try TestLog(entries: 20)
    let ahead = try TestLog(entries: 25).reader().note
    let report = try log.audit { $0.add(checkpoint: ahead.bytes, from: "a witness") }
    #expect(report.kinds == [.unprovenCheckpoint])
  }

  @Test("Checkpoints alone convict each other where their sizes are the same")
  func checkpointsAlone() throws {
    let log = try TestLog(entries: 20)
    let other = try TestLog(entries: 19)
    try other.append([TestLog.statement(5000)])
    var run = AuditRun(log.settings)
    run.add(checkpoint: try log.reader().note.bytes, from: "one")
    run.add(checkpoint: try other.reader().note.bytes, from: "two")
    run.compareEqualSizes()
    #expect(run.finish().kinds == [.equivocation])
  }

  @Test("A copy whose files are damaged is named")
  func damagedCopy() throws {
    let log = try TestLog(entries: 300)
    let copy = log.copy
    copy.storage.edit("tile/entries/000") { $0[100] ^= 4 }
    let report = try log.audit(copies: [copy])
    #expect(report.kinds == [.damagedLog])
    #expect(report.findings.listed.allSatisfy { $0.subject == "copy 1" })
  }

  @Test("Attack 17, stale: neither a witness nor an entry has spoken of the log lately")
  func stale() throws {
    let log = try TestLog(entries: 10)
    // The entries are fifteen minutes old.
    #expect(try log.audit(settings: log.settings(largestAge: 1_000_000)).isClean)
    let report = try log.audit(settings: log.settings(largestAge: 800_000))
    #expect(report.kinds == [.staleCheckpoint])
    // Entries that an earlier audit read count as well.
    let state = try log.audit().state
    #expect(try log.audit(from: state, settings: log.settings(largestAge: 1_000_000)).isClean)
    let empty = try TestLog(entries: 0)
    #expect(try empty.audit(settings: empty.settings(largestAge: 1)).kinds == [.staleCheckpoint])
  }

  @Test("Witnesses count once each, and only with a signature that holds")
  func witnesses() throws {
    let log = try TestLog(entries: 10)
    let key = try Fixture.key(70)
    let name = "witness.example"
    let noteKey = try #require(NoteKey(name: name, role: .witness, publicKey: key.publicKey))
    let second = try #require(
      NoteKey(name: name, role: .witness, publicKey: try Fixture.key(71).publicKey))
    let time = UInt64(TestLog.now.milliseconds / 1000)
    let plain = try log.reader().note
    let cosignature = try #require(
      Cosignature(of: plain.unverifiedText, as: name, at: time, with: key))
    let settings = log.settings(
      witnesses: [noteKey, second], threshold: 1, largestAge: 60_000)
    #expect(try log.audit(settings: settings).kinds == [.fewWitnesses, .staleCheckpoint])
    log.storage.edit("checkpoint") { $0 = plain.adding([cosignature.signature]).bytes }
    #expect(try log.audit(settings: settings).kinds == [])
    let strict = log.settings(witnesses: [noteKey, second], threshold: 2)
    #expect(try log.audit(settings: strict).kinds == [.fewWitnesses])
  }
}
