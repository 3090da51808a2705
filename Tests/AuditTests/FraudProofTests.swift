import Audit
import Content
import Crypto
import TestSupport
import Testing
import Transparency

/// Proofs that a log lied, made from logs that did, and all that is no such proof.
@Suite struct FraudProofTests {
  let log: TestLog

  init() throws { log = try TestLog(entries: 3) }

  /// Two logs of one key that part after `shared` entries.
  func fork(shared: Int, sizes: (Int, Int)) throws -> (TestLog, TestLog) {
    let first = try TestLog(entries: shared)
    let second = first.copy
    try first.append((shared..<sizes.0).map { try TestLog.statement($0) })
    try second.append((shared..<sizes.1).map { try TestLog.statement($0, provider: 2) })
    return (first, second)
  }

  @Test("Attack 16, fraud proof: two heads of one size prove a lie to anybody, offline")
  func equivocation() throws {
    let (one, other) = try fork(shared: 4, sizes: (9, 9))
    let report = try one.audit(copies: [other])
    #expect(report.kinds.contains(.equivocation))
    #expect(report.state == nil)
    let proof = try FraudProof(parsing: #require(report.fraudProofs.first).json.canonicalBytes)
    guard case .proven(let first, let second) = proof.verify(trusting: one.noteKey) else {
      Issue.record("\(proof.verify())")
      return
    }
    #expect(first.size == 9 && second.size == 9 && first.root != second.root)
  }

  @Test(
    "Heads of different sizes prove a lie where one does not continue the other",
    arguments: [
      (0, 1, 2), (1, 2, 3), (1, 4, 5), (3, 4, 8), (3, 7, 9), (4, 5, 300), (100, 256, 257),
      (255, 256, 600), (300, 512, 513), (250, 511, 700),
    ])
  func splitView(shared: Int, smaller: Int, larger: Int) throws {
    let (one, other) = try fork(shared: shared, sizes: (smaller, larger))
    let report = try one.audit(copies: [other])
    #expect(report.kinds.contains(.splitView))
    #expect(report.state == nil)
    let proof = try #require(report.fraudProofs.first)
    #expect(try FraudProof(parsing: proof.json.canonicalBytes) == proof)
    guard case .proven(let first, let second) = proof.verify(trusting: log.noteKey) else {
      Issue.record("\(proof.verify())")
      return
    }
    #expect(first.size == UInt64(smaller) && second.size == UInt64(larger))
  }

  @Test("Heads that continue one another accuse nobody", arguments: [1, 2, 3, 4, 8, 200, 256, 300])
  func honest(size: Int) throws {
    let small = try TestLog(entries: size)
    let large = small.copy
    try large.append((size..<(size + 77)).map { try TestLog.statement($0) })
    let report = try small.audit(copies: [large])
    #expect(report.kinds == [.laggingCopy] && report.fraudProofs.isEmpty)
    let (first, second) = (try small.reader(), try large.reader())
    var tiles = second.tiles()
    let hashes = try tiles.consistencyProof(from: UInt64(size)).hashes
    let honest = FraudProof(
      key: small.noteKey, first: first.note, second: second.note,
      divergence: .init(prefixRoot: first.checkpoint.root, hashes: hashes))
    #expect(honest.verify() == .refused(.noContradiction))
    let invented = FraudProof(
      key: small.noteKey, first: first.note, second: second.note,
      divergence: .init(prefixRoot: .leaf([1]), hashes: hashes))
    #expect(invented.verify() == .refused(.invalidDivergence))
  }

  @Test("Attack 23, rejected: a forged proof, or one of another signer, accuses nobody")
  func forgeries() throws {
    let (one, other) = try fork(shared: 1, sizes: (5, 5))
    let (first, second) = (try one.reader().note, try other.reader().note)
    let stranger = try SigningKey()
    let strange = try #require(
      NoteKey(name: TestLog.origin, role: .log, publicKey: stranger.publicKey))
    let witness = try #require(
      NoteKey(name: TestLog.origin, role: .witness, publicKey: log.key.publicKey))
    let renamed = try #require(
      NoteKey(name: "other.example/log", role: .log, publicKey: log.key.publicKey))
    let forged = try #require(
      SignedNote.sign(second.unverifiedText, as: TestLog.origin, with: stranger))
    let letter = try #require(
      SignedNote.sign("no\ncheckpoint\n", as: TestLog.origin, with: log.key))
    func verify(
      _ first: SignedNote, _ second: SignedNote, by key: NoteKey? = nil,
      trusting trusted: NoteKey? = nil
    ) -> FraudProof.Conclusion {
      FraudProof(key: key ?? log.noteKey, first: first, second: second).verify(trusting: trusted)
    }
    #expect(verify(first, forged) == .refused(.unsigned))
    #expect(verify(first, second, by: strange) == .refused(.unsigned))
    #expect(verify(forged, forged, by: strange) == .refused(.noContradiction))
    #expect(verify(first, second, by: witness) == .refused(.foreignKey))
    #expect(verify(first, second, trusting: strange) == .refused(.foreignKey))
    #expect(verify(first, second, by: renamed) == .refused(.unsigned))
    #expect(verify(first, first) == .refused(.noContradiction))
    #expect(verify(first, letter) == .refused(.notACheckpoint))
    var run = AuditRun(log.settings)
    run.add(FraudProof(key: log.noteKey, first: first, second: forged), from: "a letter")
    let report = run.finish()
    #expect(report.kinds == [.fraudProofRefused] && report.fraudProofs.isEmpty)
  }

  @Test("Sizes that differ need the divergence, and heads of one size cannot have one")
  func divergence() throws {
    let (one, other) = try fork(shared: 2, sizes: (4, 9))
    let proof = try #require(try one.audit(copies: [other]).fraudProofs.first)
    let divergence = try #require(proof.divergence)
    let key = proof.key
    let missing = FraudProof(key: key, first: proof.first, second: proof.second)
    #expect(missing.verify() == .refused(.noContradiction))
    let swapped = FraudProof(
      key: key, first: proof.second, second: proof.first, divergence: divergence)
    #expect(swapped.verify() == .refused(.noContradiction))
    let short = FraudProof(
      key: key, first: proof.first, second: proof.second,
      divergence: .init(prefixRoot: divergence.prefixRoot, hashes: divergence.hashes.dropLast()))
    #expect(short.verify() == .refused(.invalidDivergence))
  }

  @Test("A mutated proof is refused, or still says the same of the same key")
  func mutations() throws {
    let (one, other) = try fork(shared: 3, sizes: (6, 11))
    let proof = try #require(try one.audit(copies: [other]).fraudProofs.first)
    let bytes = proof.json.canonicalBytes
    let texts = [proof.first, proof.second].map(\.unverifiedText)
    var random = SeededGenerator()
    let rounds = SeededGenerator.rounds(4000, long: 100_000)
    print("FraudProofTests: \(rounds) rounds from seed \(random.seed)")
    for round in 0..<rounds {
      guard let mutated = try? FraudProof(parsing: random.mutation(of: bytes)),
        case .proven = mutated.verify()
      else { continue }
      #expect(
        mutated.key == proof.key && [mutated.first, mutated.second].map(\.unverifiedText) == texts
          && mutated.divergence == proof.divergence, "seed \(random.seed), round \(round)")
    }
  }
}
