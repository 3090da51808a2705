import Attestation
import Content
import Crypto
import Evidence
import Jobs
import TestSupport
import Testing
import Transparency
import Verification

/// Bundles that carry a proof of the log that entered them.
@Suite struct BundleProofTests {
  static let origin = "example.com/log"
  let fixture: Fixture
  let bundle: Bundle
  let key: SigningKey
  let trust: LogTrust

  init() throws {
    fixture = try Fixture()
    bundle = try fixture.bundle()
    key = try Fixture.key(77)
    let noteKey = try #require(NoteKey(name: Self.origin, role: .log, publicKey: key.publicKey))
    trust = try #require(LogTrust(logs: [noteKey]))
  }

  /// The proof of the last of `entries` in a log that has nothing else.
  func proof(_ entries: [[UInt8]], origin: String = origin) throws -> LogProof {
    let leaves = entries.map { MerkleHash.leaf($0) }
    let size = UInt64(leaves.count)
    let path = MerkleTree.inclusionProof(of: size - 1, in: size) { subtree in
      let start = Int(subtree.index) << subtree.height
      return .root(of: leaves[start..<(start + 1 << subtree.height)])
    }
    let checkpoint = Checkpoint(origin: origin, size: size, root: .root(of: leaves[...]))
    let note = try #require(SignedNote.sign(checkpoint.text, as: origin, with: key))
    return LogProof(index: size - 1, hashes: path.hashes, checkpoint: note)
  }

  func entries(_ bundle: Bundle) throws -> [[UInt8]] {
    try LogRecord.records(of: bundle.bytes).map(\.canonicalBytes)
  }

  @Test("A log enters each statement and then the bundle, and reads them back")
  func records() throws {
    let records = try LogRecord.records(of: bundle.bytes)
    #expect(records.count == 4)
    for record in records { #expect(try LogRecord(parsing: record.canonicalBytes) == record) }
    guard case .bundle(let last)? = records.last else {
      Issue.record("the last record is not the bundle's")
      return
    }
    #expect(last.bundle == bundle.sealDigest && last.job == fixture.job.id)
    #expect(last.envelopes == records.dropLast().map(\.document) && last.status == .accepted)
    let envelope = try #require(bundle.envelopes.first)
    #expect(try LogRecord.records(of: envelope.canonicalBytes) == [records[0]])
  }

  @Test("Statements about one job have equal results where they agree, and only there")
  func results() throws {
    let replicas = try VerdictTests.replicas(fixture, "AAB")
    let (bundle, _) = try Bundle.seal(
      job: fixture.job, replicas: replicas, decidedAt: fixture.decidedAt, with: fixture.requestor)
    let results = try LogRecord.records(of: bundle.bytes).compactMap { record in
      if case .statement(let statement) = record { statement.result } else { nil }
    }
    #expect(results.count == 3 && Set(results).count == 2)
  }

  @Test("What nobody signed is not entered")
  func unsigned() throws {
    let forged = Forgery.bundle(try Forgery.payload(of: bundle), key: try Fixture.key(1))
    #expect(throws: VerificationError.self) { try LogRecord.records(of: forged) }
    let envelope = try #require(bundle.envelopes.first)
    let stranger = Forgery.envelope(envelope.unverifiedPayload, key: try Fixture.key(99))
    #expect(throws: VerificationError.self) { try LogRecord.records(of: stranger.canonicalBytes) }
    for bytes in [[], Array("{}".utf8), Array("null".utf8)] {
      #expect(throws: VerificationError.self) { try LogRecord.records(of: bytes) }
    }
  }

  @Test("A proof counts where its log is trusted, and is asked for there")
  func proofs() throws {
    let proven = try bundle.entering(proof(try entries(bundle)))
    #expect(try Bundle(parsing: proven.bytes).proofs == proven.proofs)
    #expect(proven.sealDigest == bundle.sealDigest)
    #expect(try entries(proven) == entries(bundle))
    let expectations = Bundle.Expectations(transparency: trust)
    #expect(proven.verify(expectations)[.transparency] == .passed)
    #expect(proven.verify(expectations).isSound)
    guard case .failed = bundle.verify(expectations)[.transparency] else {
      Issue.record("no proof, and no complaint")
      return
    }
    guard case .notChecked = proven.verify()[.transparency] else {
      Issue.record("a log was believed whose key nobody pinned")
      return
    }
  }

  @Test("A proof of something else, or by somebody else, is named")
  func wrongProofs() throws {
    let expectations = Bundle.Expectations(transparency: trust)
    let entries = try entries(bundle)
    let wrong = [
      try proof(Array(entries.dropLast())), try proof([[1, 2, 3]]),
      try proof(entries, origin: "other.example/log"),
    ]
    for proof in wrong {
      let carrying = try bundle.entering(proof)
      #expect(!carrying.verify(expectations).isSound)
      guard case .failed = carrying.verify(expectations)[.transparency] else {
        Issue.record("passed with \(proof)")
        continue
      }
    }
    // Also where no key is pinned: the first two do not even lead to their own checkpoints.
    #expect(!(try bundle.entering(wrong[0])).verify().isSound)
    #expect((try bundle.entering(wrong[2])).verify().isSound)
    // One proof that holds is enough.
    let both = try bundle.entering(wrong[2]).entering(proof(entries))
    #expect(both.proofs.count == 2 && both.verify(expectations).isSound)
  }

  @Test("A policy asks for a log as a reader does")
  func policy() throws {
    let expectations = Bundle.Expectations(policy: Policy(transparency: trust))
    guard case .failed = bundle.verify(expectations)[.transparency] else {
      Issue.record("no proof, and no complaint")
      return
    }
    let proven = try bundle.entering(proof(try entries(bundle)))
    #expect(proven.verify(expectations)[.transparency] == .passed)
    let file = JSON.object([
      "schema": .string(Policy.schema), "transparency": trust.json,
    ])
    #expect(try Policy(parsing: file.canonicalBytes).transparency == trust)
  }

  @Test(
    "The proofs beside a seal follow the schema, and what the reader refuses does not",
    .enabled(if: SchemaValidator.python != nil, "needs PyPI's jsonschema: Tests/install-peers"))
  func beside() throws {
    let entries = try entries(bundle)
    let first = try bundle.entering(proof(entries))
    let second = try first.entering(proof(entries, origin: "other.example/log"))
    let good = try [first, second].map { bundle in
      try #require(JSONField(JSON(parsing: bundle.bytes)).tag("proofs").value)
    }
    let text = try #require(String(validating: first.proofs[0].bytes, as: UTF8.self))
    let extra = text.replacing("@v1\nindex", with: "@v1\nextra AAAA\nindex")
    let wrong: [JSON] = [
      .strings([]), .string(text), .array([.null]), .strings(["", text]),
      .strings([text.replacing("@v1", with: "@v2")]), .strings([extra]),
      .strings([text + String(repeating: "x", count: LogProof.largest)]),
      .strings(Array(repeating: text, count: 17)),
    ]
    let answers = try SchemaValidator.judge(
      (good + wrong).map(\.canonicalBytes),
      by: [VerdictSchemaTests.bundleSchema, VerdictSchemaTests.verdictSchema],
      definition: "proofs")
    #expect(answers == good.map { _ in true } + wrong.map { _ in false })
    guard case .object(var file) = try JSON(parsing: bundle.bytes) else {
      Issue.record("a bundle is an object")
      return
    }
    for proofs in wrong {
      file["proofs"] = proofs
      #expect(throws: VerificationError.self, "\(proofs.canonicalText.prefix(80))") {
        try Bundle(parsing: JSON.object(file).canonicalBytes)
      }
    }
  }

  @Test("A newer proof of the same log takes the place of the older one")
  func replacement() throws {
    let entries = try entries(bundle)
    let newer = try bundle.entering(proof(entries)).entering(proof([[0]] + entries))
    #expect(newer.proofs.count == 1 && newer.proofs[0].index == 4)
  }

  @Test("No mutated bundle with a proof is taken for another")
  func mutations() throws {
    var random = SeededGenerator()
    let proven = try bundle.entering(proof(try entries(bundle)))
    let expectations = Bundle.Expectations(
      requestors: [fixture.requestor.publicKey], transparency: trust)
    for round in 0..<SeededGenerator.rounds(2000, long: 100_000) {
      guard let mutated = try? Bundle(parsing: random.mutation(of: proven.bytes)) else { continue }
      let isSame = mutated.sealDigest == proven.sealDigest
      #expect(
        !mutated.verify(expectations).isSound || isSame, "seed \(random.seed), round \(round)")
    }
  }

  @Test("Mutated entries are refused, or mean what they say")
  func mutatedEntries() throws {
    var random = SeededGenerator()
    for entry in try entries(bundle) {
      for round in 0..<SeededGenerator.rounds(500, long: 20_000) {
        let mutated = random.mutation(of: entry)
        guard let record = try? LogRecord(parsing: mutated) else { continue }
        #expect(record.canonicalBytes == mutated, "seed \(random.seed), round \(round)")
      }
    }
  }

  @Test(
    "Entries follow their schema",
    .enabled(if: SchemaValidator.python != nil, "needs PyPI's jsonschema: Tests/install-peers"))
  func schema() throws {
    let entries = try entries(bundle)
    let documents = try entries.map { try JSON(parsing: $0) }
    let removals = documents.flatMap { document in
      document.paths.filter { $0.count == 1 }.map { document.replacing($0[...], with: nil) }
    }
    let answers = try SchemaValidator.judge(
      entries + removals.map(\.canonicalBytes),
      by: ["Sources/Verification/log-entry.schema.json"])
    #expect(answers == entries.map { _ in true } + removals.map { _ in false })
  }
}
