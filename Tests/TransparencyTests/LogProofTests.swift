import Content
import Crypto
import TestSupport
import Testing
import Transparency

/// Proofs as files, and whom they convince.
@Suite struct LogProofTests {
  static let origin = "example.com/log"
  let log = MemoryLog(size: 40)
  let logKey: SigningKey
  let witnessKeys: [SigningKey]

  init() throws {
    logKey = try SigningKey()
    witnessKeys = [try SigningKey(), try SigningKey(), try SigningKey()]
  }

  var noteKey: NoteKey {
    get throws {
      try #require(NoteKey(name: Self.origin, role: .log, publicKey: logKey.publicKey))
    }
  }

  func witness(_ number: Int, name: String? = nil) throws -> NoteKey {
    try #require(
      NoteKey(
        name: name ?? "witness.example/\(number)", role: .witness,
        publicKey: witnessKeys[number].publicKey))
  }

  /// The checkpoint of the first `size` entries with cosignatures of these witnesses.
  func checkpoint(
    _ size: Int, witnesses: [NoteKey] = [], at time: UInt64 = 99
  ) throws -> SignedNote {
    let text = Checkpoint(origin: Self.origin, size: UInt64(size), root: log.root(size)).text
    let note = try #require(SignedNote.sign(text, as: Self.origin, with: logKey))
    return note.adding(
      try witnesses.map { key in
        let signer = try #require(witnessKeys.first { $0.publicKey == key.publicKey })
        return try #require(Cosignature(of: text, as: key.name, at: time, with: signer)).signature
      })
  }

  func proof(
    _ index: Int, in size: Int, witnesses: [NoteKey] = [], at time: UInt64 = 99
  ) throws -> LogProof {
    let path = MerkleTree.inclusionProof(of: UInt64(index), in: UInt64(size), log.subtree)
    return LogProof(
      index: UInt64(index), hashes: path.hashes,
      checkpoint: try checkpoint(size, witnesses: witnesses, at: time))
  }

  @Test("A proof comes back from its file, and convinces who trusts the log")
  func roundTrip() throws {
    let trust = try #require(LogTrust(logs: [try noteKey]))
    for (index, size) in [(0, 1), (0, 2), (6, 7), (39, 40), (12, 40)] {
      let proof = try proof(index, in: size)
      #expect(LogProof(proof.bytes) == proof)
      guard case .verified(let logged) = trust.check(proof, of: log.entry(index)) else {
        Issue.record("\(index) of \(size)")
        continue
      }
      #expect(logged.index == UInt64(index) && logged.head.checkpoint.size == UInt64(size))
    }
  }

  @Test("The form of the file is fixed")
  func form() throws {
    let text = String(decoding: try proof(5, in: 8).bytes, as: UTF8.self)
    #expect(text.hasPrefix("c2sp.org/tlog-proof@v1\nindex 5\n"))
    let extra = text.replacing("index 5\n", with: "extra AAAA\nindex 5\n")
    #expect(LogProof(Array(extra.utf8))?.extra == "AAAA")
    for (old, new) in [
      ("@v1", "@v2"), ("index 5", "index 05"), ("index 5", "index -1"), ("index 5", "Index 5"),
      ("index 5\n", ""), ("index 5\n", "index 5\nindex 5\n"), ("index 5\n", "extra !\nindex 5\n"),
      ("index 5\n", "index 5\nextra AAAA\n"), ("\n\nexample", "\nexample"),
      ("=\n", "\n"), ("index 5\n", "index 5\r\n"),
    ] {
      let changed = text.replacing(old, with: new, maxReplacements: 1)
      #expect(changed != text && LogProof(Array(changed.utf8)) == nil, "\(old) → \(new)")
    }
    let hash = Base64.encode(MerkleHash.empty.bytes) + "\n"
    let long = text.replacing("index 5\n", with: "index 5\n" + String(repeating: hash, count: 64))
    #expect(LogProof(Array(long.utf8)) == nil)
  }

  @Test("As many different witnesses as asked for must have seen the checkpoint")
  func threshold() throws {
    let witnesses = [try witness(0), try witness(1), try witness(2)]
    for threshold in 0...3 {
      let trust = try #require(
        LogTrust(logs: [try noteKey], witnesses: witnesses, threshold: threshold))
      for count in 0...3 {
        let proof = try proof(3, in: 9, witnesses: Array(witnesses.prefix(count)))
        let isVerified =
          if case .verified = trust.check(proof, of: log.entry(3)) { true } else { false }
        #expect(isVerified == (count >= threshold), "\(count) of \(threshold)")
      }
    }
  }

  @Test("A trust is read from JSON, and a wrong one names its field")
  func reading() throws {
    let (log, witness) = ("\(try noteKey)", "\(try witness(0))")
    let trust = try #require(
      LogTrust(logs: [try noteKey], witnesses: [try self.witness(0)], threshold: 1))
    #expect(try LogTrust(reading: JSONField(trust.json)) == trust)
    let wrong: [(JSON, String)] = [
      (.object(["logs": .strings([])]), ""), (.object(["logs": .strings(["x"])]), "logs[0]"),
      (.object(["logs": .strings([witness])]), "logs[0]"),
      (.object(["logs": .strings([log]), "witnesses": .strings([log])]), "witnesses[0]"),
      (.object(["logs": .strings([log]), "threshold": .integer(1)]), ""),
      (.object(["logs": .strings([log]), "threshold": .integer(-1)]), "threshold"),
      (.object(["logs": .strings([log]), "colour": .null]), "colour"),
    ]
    for (document, path) in wrong {
      #expect("\(document.canonicalText)") { try LogTrust(reading: JSONField(document)) } throws: {
        ($0 as? FieldError)?.path == path
      }
    }
  }

  @Test("No mutated proof proves anything else")
  func mutations() throws {
    var generator = SeededGenerator()
    let trust = try #require(
      LogTrust(logs: [try noteKey], witnesses: [try witness(0)], threshold: 1))
    let proof = try proof(11, in: 33, witnesses: [try witness(0)])
    let bytes = proof.bytes
    for round in 0..<SeededGenerator.rounds(3000, long: 50_000) {
      guard let mutated = LogProof(generator.mutation(of: bytes)) else { continue }
      let place = "seed \(generator.seed), round \(round)"
      guard case .verified(let logged) = trust.check(mutated, of: log.entry(11)) else { continue }
      // What may change is what nobody signs: extra data, and signatures by strangers.
      #expect(logged.index == 11 && logged.head.checkpoint.size == 33, "\(place)")
    }
  }
}
