import Content
import Crypto
import Linux
import TestSupport
import Testing
import Transparency

/// Attacks on who believes a log; the numbers are those of the list in LOG.md.
@Suite struct LogAttackTests {
  let setting: LogProofTests

  init() throws {
    setting = try LogProofTests()
  }

  func reason<Value>(_ verification: LogTrust.Verification<Value>) -> LogTrust.Rejection.Reason? {
    if case .rejected(let rejection) = verification { rejection.reason } else { nil }
  }

  @Test("Attack 6, rejected: a log's key does not cosign, a witness's does not sign checkpoints")
  func attack6Roles() throws {
    let log = try setting.noteKey
    let witness = try setting.witness(0)
    // The same key in the other role has another id, and may not be trusted in it at once.
    let asWitness = try #require(
      NoteKey(name: "witness.example/0", role: .witness, publicKey: log.publicKey))
    let asLog = try #require(
      NoteKey(name: LogProofTests.origin, role: .log, publicKey: witness.publicKey))
    #expect(asLog.id != witness.id && asWitness.id != log.id)
    #expect(LogTrust(logs: [log], witnesses: [asWitness], threshold: 1) == nil)
    #expect(LogTrust(logs: [witness]) == nil)
    #expect(LogTrust(logs: [log], witnesses: [log], threshold: 0) == nil)
    // A witness that signs a checkpoint as its log would.
    let text = try setting.checkpoint(9).unverifiedText
    let forged = try #require(
      SignedNote.sign(text, as: LogProofTests.origin, with: setting.witnessKeys[0]))
    #expect(reason(try #require(LogTrust(logs: [log])).check(forged)) == .invalidSignature)
    // A witness's signature under the id of the log's role, and a log's under the witness's.
    let cosigned = try setting.checkpoint(9, witnesses: [witness])
    for (signature, id) in zip(cosigned.signatures, [witness.id, log.id]) {
      let moved = NoteSignature(name: signature.name, keyID: id, bytes: signature.bytes)
      let note = SignedNote(unverifiedText: text, signatures: [moved])
      let trust = try #require(LogTrust(logs: [log], witnesses: [witness], threshold: 1))
      #expect(reason(trust.check(note)) != nil)
    }
  }

  @Test("Attack 7, counted once: one witness under two names, or signing twice, is counted once")
  func attack7CountedOnce() throws {
    let log = try setting.noteKey
    let names = [try setting.witness(0), try setting.witness(0, name: "other.example/w")]
    #expect(LogTrust(logs: [log], witnesses: names, threshold: 2) == nil)
    let trust = try #require(
      LogTrust(logs: [log], witnesses: names + [try setting.witness(1)], threshold: 2))
    let twice = try setting.checkpoint(9, witnesses: names + names)
    #expect(reason(trust.check(twice)) == .tooFewWitnesses)
    let two = try setting.checkpoint(9, witnesses: names + [try setting.witness(1)])
    #expect(reason(trust.check(two)) == nil)
  }

  @Test(
    "Attack 17, refused: a log that shrank, or stands still in the past, is not opened and not cosigned"
  )
  func attack17RollBack() throws {
    let storage = SimulatedStorage()
    let key = try SigningKey()
    let noteKey = try #require(
      NoteKey(name: LogProofTests.origin, role: .log, publicKey: key.publicKey))
    var writer = try LogWriter(creating: storage, origin: LogProofTests.origin, key: key)
    _ = try writer.append([[1], [2], [3]])
    let old = try storage.read("checkpoint")
    let oldReader = try LogReader(storage, trusting: noteKey)
    let witnesses = SimulatedStorage()
    var witness = try Witness(
      witnesses, name: "witness.example/w", key: try SigningKey(), logs: [noteKey])
    #expect(witness.answer(try oldReader.witnessRequest(since: 0).bytes, at: 1).status == 200)
    _ = try writer.append([[4], [5]])
    let new = try LogReader(storage, trusting: noteKey)
    #expect(witness.answer(try new.witnessRequest(since: 3).bytes, at: 2).status == 200)
    // Somebody puts the old head back in place.
    try storage.remove("checkpoint")
    try storage.write([LogFile(path: "checkpoint", bytes: old)])
    let rolledBack = try LogReader(storage, trusting: noteKey)
    #expect(witness.answer(try rolledBack.witnessRequest(since: 3).bytes, at: 3).status == 409)
    #expect(throws: LogError.self) { try rolledBack.witnessRequest(since: 5) }
    let shrunken = WitnessRequest(oldSize: 5, hashes: [], note: rolledBack.note)
    #expect(witness.answer(shrunken.bytes, at: 4).status == 400)
    // The writer that knows better stops; so does one that opens tiles that do not belong.
    #expect(throws: LogError(.conflict, "checkpoint")) { try writer.append([[6]]) }
  }

  @Test("Attack 18, rejected: a proof is of one leaf at one index of one size")
  func attack18OtherLeaf() throws {
    let trust = try #require(LogTrust(logs: [try setting.noteKey]))
    let proof = try setting.proof(5, in: 13)
    #expect(reason(trust.check(proof, of: setting.log.entry(5))) == nil)
    for index in 0..<13 where index != 5 {
      #expect(reason(trust.check(proof, of: setting.log.entry(index))) == .notIncluded)
      let moved = LogProof(
        index: UInt64(index), hashes: proof.hashes, checkpoint: proof.checkpoint)
      #expect(reason(trust.check(moved, of: setting.log.entry(5))) == .notIncluded)
    }
    for size in [6, 12, 14] {
      let other = LogProof(
        index: 5, hashes: proof.hashes, checkpoint: try setting.checkpoint(size))
      #expect(reason(trust.check(other, of: setting.log.entry(5))) == .notIncluded)
    }
    for hashes in [[], Array(proof.hashes.dropLast()), proof.hashes + [.empty]] {
      let other = LogProof(index: 5, hashes: hashes, checkpoint: proof.checkpoint)
      #expect(reason(trust.check(other, of: setting.log.entry(5))) == .notIncluded)
    }
    // An inner node is no leaf, although its hash stands in the proof.
    let node = proof.hashes[0].bytes + proof.hashes[1].bytes
    #expect(reason(trust.check(proof, of: node)) == .notIncluded)
  }

  @Test("Attack 19, rejected: a cosignature of the future does not count")
  func attack19Future() throws {
    let trust = try #require(
      LogTrust(logs: [try setting.noteKey], witnesses: [try setting.witness(0)], threshold: 1))
    let now = try #require(Timestamp(milliseconds: 1_800_000_000_000))
    for (time, counts) in [
      (UInt64(1_800_000_000), true), (1_800_000_300, true), (1_800_000_301, false),
      (UInt64(Int64.max), false), (0, true),
    ] {
      let note = try setting.checkpoint(9, witnesses: [try setting.witness(0)], at: time)
      #expect(reason(trust.check(note, now: now)) == (counts ? nil : .tooFewWitnesses), "\(time)")
    }
  }

  @Test("Attack 20, limit error: giants are refused unread")
  func attack20Giants() throws {
    let proof = try setting.proof(5, in: 13)
    let lines = [UInt8](repeating: UInt8(ascii: "\n"), count: 1 << 20)
    #expect(LogProof(lines) == nil && SignedNote(lines) == nil && WitnessRequest(lines) == nil)
    #expect(LogProof(proof.bytes + lines) == nil)
    let signature = try #require(proof.checkpoint.signatures.first)
    let crowded = proof.checkpoint.adding(Array(repeating: signature, count: 100))
    #expect(SignedNote(crowded.bytes) == nil)
    let brackets = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
    #expect(LogProof(brackets) == nil && SignedNote(brackets) == nil)
    #expect(throws: JSONError.self) { try JSON(parsing: brackets) }
  }
}
