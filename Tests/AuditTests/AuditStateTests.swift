import Audit
import Crypto
import TestSupport
import Testing
import Transparency

@Suite struct AuditStateTests {
  let log: TestLog
  let state: AuditState

  init() throws {
    log = try TestLog(entries: 20)
    state = try #require(try log.audit().state)
  }

  @Test("A state is read as it was written")
  func roundTrip() throws {
    #expect(try AuditState(parsing: state.bytes, of: log.noteKey) == state)
    #expect(try AuditState(parsing: state.bytes) == state)
    #expect(state.checkpoint.size == 20)
    // A document and a lease of each statement.
    #expect(state.seen.count == 40)
  }

  @Test("The state of another log is refused, by its key and by its name")
  func foreign() throws {
    let stranger = try SigningKey()
    for (name, key) in [(TestLog.origin, stranger.publicKey), ("other", log.key.publicKey)] {
      let expected = try #require(NoteKey(name: name, role: .log, publicKey: key))
      let error = #expect(throws: AuditError.self) {
        try AuditState(parsing: state.bytes, of: expected)
      }
      #expect(error?.code == .foreignState)
    }
  }

  @Test("A state that was cut, or is of other bytes, is refused or stands for the same head")
  func mutations() throws {
    let bytes = state.bytes
    for count in 0..<bytes.count {
      #expect(throws: AuditError.self) { try AuditState(parsing: Array(bytes.prefix(count))) }
    }
    #expect(throws: AuditError.self) { try AuditState(parsing: bytes + [0]) }
    var random = SeededGenerator()
    let rounds = SeededGenerator.rounds(4000, long: 100_000)
    print("AuditStateTests: \(rounds) rounds from seed \(random.seed)")
    for round in 0..<rounds {
      guard let read = try? AuditState(parsing: random.mutation(of: bytes), of: log.noteKey) else {
        continue
      }
      #expect(
        read.checkpoint == state.checkpoint && read.seen == state.seen,
        "seed \(random.seed), round \(round)")
    }
  }
}
