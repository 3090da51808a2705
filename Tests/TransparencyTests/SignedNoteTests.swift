import Crypto
import TestSupport
import Testing
import Transparency

@Suite struct SignedNoteTests {
  let key: SigningKey
  let witness: SigningKey
  let checkpoint = Checkpoint(origin: "example.com/log", size: 7, root: .leaf([1]))

  init() throws {
    key = try SigningKey()
    witness = try SigningKey()
  }

  func noteKey(_ name: String, _ role: NoteKey.Role, _ key: SigningKey) throws -> NoteKey {
    try #require(NoteKey(name: name, role: role, publicKey: key.publicKey))
  }

  func reason(_ note: SignedNote, _ keys: [NoteKey]) -> SignedNote.Reason? {
    guard case .rejected(let reason) = note.verify(trusting: keys) else { return nil }
    return reason
  }

  @Test("A signed checkpoint, cosigned by a witness, is read and verified")
  func roundTrip() throws {
    let text = checkpoint.text
    let note = try #require(SignedNote.sign(text, as: "example.com/log", with: key))
    let cosignature = try #require(
      Cosignature(of: text, as: "witness.example/w", at: 1_800_000_000, with: witness))
    let cosigned = note.adding([cosignature.signature])
    let copy = try #require(SignedNote(cosigned.bytes))
    #expect(copy == cosigned)
    let logKey = try noteKey("example.com/log", .log, key)
    let witnessKey = try noteKey("witness.example/w", .witness, witness)
    guard case .verified(let verified) = copy.verify(trusting: [logKey, witnessKey]) else {
      Issue.record("not verified")
      return
    }
    #expect(verified.keys == [logKey, witnessKey])
    #expect(verified.cosignature(of: witnessKey)?.time == 1_800_000_000)
    #expect(verified.cosignature(of: logKey) == nil)
    #expect(Checkpoint(verified.text) == checkpoint)
    #expect(NoteKey(logKey.description) == logKey)
    #expect(NoteKey(witnessKey.description) == witnessKey)
  }

  @Test("Attack 6, rejected: a log or witness key in another role, or under another name")
  func roles() throws {
    let text = checkpoint.text
    let note = try #require(SignedNote.sign(text, as: "a", with: key))
    #expect(reason(note, [try noteKey("a", .log, key)]) == nil)
    #expect(reason(note, [try noteKey("a", .witness, key)]) == .unverified)
    #expect(reason(note, [try noteKey("b", .log, key)]) == .unverified)
    #expect(reason(note, [try noteKey("a", .log, witness)]) == .unverified)
    #expect(reason(note, []) == .unverified)

    // A witness's signature, dressed as the log's, and the reverse.
    let cosignature = try #require(Cosignature(of: text, as: "a", at: 5, with: key)).signature
    let logKey = try noteKey("a", .log, key)
    let dressed = NoteSignature(
      name: "a", keyID: logKey.id, bytes: Array(cosignature.bytes.dropFirst(8)))
    #expect(
      reason(SignedNote(unverifiedText: text, signatures: [dressed]), [logKey]) == .invalidSignature
    )
    let witnessKey = try noteKey("a", .witness, key)
    let reversed = NoteSignature(
      name: "a", keyID: witnessKey.id,
      bytes: [UInt8](repeating: 0, count: 8) + (note.signatures.first?.bytes ?? []))
    #expect(
      reason(SignedNote(unverifiedText: text, signatures: [reversed]), [witnessKey])
        == .invalidSignature)
  }

  @Test("A changed time breaks a cosignature")
  func time() throws {
    let text = checkpoint.text
    let signature = try #require(Cosignature(of: text, as: "w", at: 5, with: witness)).signature
    let witnessKey = try noteKey("w", .witness, witness)
    for index in signature.bytes.indices {
      var bytes = signature.bytes
      bytes[index] ^= 1
      let changed = NoteSignature(name: "w", keyID: signature.keyID, bytes: bytes)
      let note = SignedNote(unverifiedText: text, signatures: [changed])
      #expect(reason(note, [witnessKey]) == .invalidSignature)
    }
    #expect(Cosignature(of: text, as: "w", at: .max, with: witness) == nil)
  }

  @Test(
    "Names with spaces or plus signs, and empty ones, are no names",
    arguments: [
      "", "a b", "a+b", "a\u{A0}b", "a\nb", "a\u{2003}",
    ])
  func names(name: String) throws {
    #expect(NoteKey(name: name, role: .log, publicKey: key.publicKey) == nil)
    #expect(SignedNote.sign("text\n", as: name, with: key) == nil)
  }

  @Test(
    "Checkpoints have one form",
    arguments: [
      "", "o\n1\n", "o\n1\nAAAA\n", "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
      "o\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
      "o\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
      "o\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
      "o\n9223372036854775808\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
      "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
      "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n",
      "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
    ])
  func malformedCheckpoints(text: String) {
    #expect(Checkpoint(text) == nil)
  }

  @Test("Extension lines are kept")
  func extensions() {
    let text = checkpoint.text + "more\n"
    #expect(Checkpoint(text)?.extensions == ["more"])
    #expect(Checkpoint(text)?.text == text)
  }

  @Test("A mutated note is refused or says what was signed")
  func mutations() throws {
    let note = try #require(SignedNote.sign(checkpoint.text, as: "example.com/log", with: key))
    let logKey = try noteKey("example.com/log", .log, key)
    var generator = SeededGenerator()
    for round in 0..<SeededGenerator.rounds(5000, long: 100_000) {
      guard let read = SignedNote(generator.mutation(of: note.bytes)),
        case .verified(let verified) = read.verify(trusting: [logKey])
      else { continue }
      #expect(verified.text == checkpoint.text, "seed \(generator.seed), round \(round)")
    }
  }
}
