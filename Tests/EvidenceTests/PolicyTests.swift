import Attestation
import Content
import Crypto
import Evidence
import TestSupport
import Testing

@Suite struct PolicyTests {
  static let full = """
    {"schema":"urn:assay:schema:policy:v1","clockSkewSeconds":5,"determinism":"strict",
     "evidence":{"sev-snp":{"tier":"affirming","debug":false,"measurements":{"measurement":["00ff"]},
     "minimumTCB":{"microcode":115}},"software":{"tier":"none"}},
     "failureDomains":{"domains":{},"minimum":2,"minimumRoots":2},"attestationKeys":[],"keys":[],"numericProfile":"other",
     "runtimes":["sha256:\(String(repeating: "0", count: 64))"],"sandboxes":[],"sandboxLayers":["seccomp"]}
    """

  static func read(_ text: String) throws -> Policy {
    try Policy(reading: JSONField(JSON(parsing: Array(text.utf8))))
  }

  @Test("An empty policy accepts everything")
  func empty() throws {
    let policy = try Self.read(#"{"schema":"urn:assay:schema:policy:v1"}"#)
    #expect(policy == Policy())
    #expect(
      try policy.refusals(
        of: Fixture.execution(), by: Fixture.key(1).publicKey, vouchedBy: [], at: .epoch
      ).isEmpty)
  }

  @Test("Every refusal is listed, each with its name")
  func everything() throws {
    let policy = try Self.read(Self.full)
    let late = try Fixture.moment("1970-01-01T00:00:05.001Z")
    let refusals = try policy.refusals(
      of: Fixture.execution(finishedAt: late), by: Fixture.key(1).publicKey, vouchedBy: [],
      at: .epoch)
    #expect(
      refusals.map(\.reason.name) == [
        "key", "runtime", "determinism", "numeric-profile", "sandbox", "sandbox-layers", "clock",
        "evidence-missing",
      ])
    let nobody: [FailureDomains.Member] = []
    #expect(policy.refusals(of: nobody).map(\.reason) == [.failureDomains, .evidenceRoots])
  }

  @Test("A statement that fulfils a policy is accepted")
  func accepted() throws {
    let policy = Policy(
      evidence: [.software: Requirement(tier: .none)], runtimes: [Fixture.runtime.digest],
      sandboxes: [Fixture.digest("profile")], determinism: .strict,
      numericProfile: "fma-chain-v1", clockSkewMilliseconds: 5000,
      keys: [try Fixture.key(1).publicKey])
    let appraisal = Appraisal(kind: .software, findings: [], claims: nil)
    let soon = try Fixture.moment("1970-01-01T00:00:05.000Z")
    #expect(
      try policy.refusals(
        of: Fixture.execution(determinism: .strict, finishedAt: soon),
        by: Fixture.key(1).publicKey, vouchedBy: [appraisal], at: .epoch
      ).isEmpty)
  }

  @Test("Evidence is measured by the requirement of its kind")
  func evidence() throws {
    let warning = Finding(.outOfDateTCB, "old", tier: .warning)
    let debug = Finding(.debug, "debug")
    let old = Appraisal(kind: .tdx, findings: [warning, debug], claims: nil)
    func names(_ policy: Policy, _ appraisals: Appraisal...) -> [String] {
      policy.refusals(of: appraisals).map(\.reason.name)
    }
    let strict = Policy(evidence: [.tdx: Requirement(tier: .affirming)])
    #expect(names(strict, old) == ["evidence/tcb-out-of-date", "evidence/debug"])
    #expect(names(Policy(evidence: [.tdx: Requirement(tier: .warning)]), old) == ["evidence/debug"])
    let software = Appraisal(kind: .software, findings: [], claims: nil)
    #expect(names(strict, software) == ["evidence-kind"])
    #expect(
      names(Policy(evidence: [.software: Requirement(tier: .affirming)]), software)
        == ["evidence-tier"])
    #expect(names(strict) == ["evidence-missing"])
    // One piece that is good enough is enough.
    let either = Policy(evidence: [
      .software: Requirement(tier: .none), .tdx: Requirement(tier: .affirming),
    ])
    #expect(names(either, software, old).isEmpty)
    #expect(names(strict, software, old) == ["evidence/tcb-out-of-date", "evidence/debug"])
  }

  @Test("Attack 24, counted once: members of one domain, or on one device; unknown keys not at all")
  func failureDomains() throws {
    let keys = try (1...5).map { try Fixture.key(UInt8($0)).publicKey }
    let domains = FailureDomains(
      minimum: 2, domains: [keys[0]: "a", keys[1]: "a", keys[2]: "b", keys[3]: "c"])
    func count(_ members: (Int, [UInt8]?)...) -> Int {
      domains.count(of: members.map { .init(key: keys[$0.0], device: $0.1) })
    }
    #expect(count() == 0)
    #expect(count((0, nil), (1, nil)) == 1)
    #expect(count((0, nil), (2, nil)) == 2)
    #expect(count((0, [1]), (2, [1])) == 1)
    #expect(count((0, [1]), (2, [2]), (3, [1])) == 2)
    #expect(count((0, [1]), (2, [2]), (1, [2])) == 1)
    #expect(count((0, nil), (4, nil)) == 1)
  }

  static let malformed = [
    "{}", #"{"schema":"urn:assay:schema:policy:v2"}"#,
    #"{"schema":"urn:assay:schema:policy:v1","x":1}"#,
    #"{"schema":"urn:assay:schema:policy:v1","evidence":{"sgx":{"tier":"none"}}}"#,
    #"{"schema":"urn:assay:schema:policy:v1","evidence":{"tdx":{}}}"#,
    #"{"schema":"urn:assay:schema:policy:v1","evidence":{"tdx":{"tier":"good"}}}"#,
    #"{"schema":"urn:assay:schema:policy:v1","evidence":{"tdx":{"tier":"none","measurements":{"a":["0"]}}}}"#,
    #"{"schema":"urn:assay:schema:policy:v1","clockSkewSeconds":-1}"#,
    #"{"schema":"urn:assay:schema:policy:v1","determinism":"some"}"#,
    #"{"schema":"urn:assay:schema:policy:v1","keys":["00"]}"#,
    #"{"schema":"urn:assay:schema:policy:v1","runtimes":["sha1:00"]}"#,
    #"{"schema":"urn:assay:schema:policy:v1","failureDomains":{"domains":{}}}"#,
    #"{"schema":"urn:assay:schema:policy:v1","failureDomains":{"domains":{},"minimum":0}}"#,
  ]

  @Test("Malformed policies name their field", arguments: malformed)
  func refused(text: String) {
    #expect(throws: FieldError.self) { try Self.read(text) }
  }

  @Test(
    "The published schema takes and refuses the same files",
    .enabled(
      if: SchemaValidator.python != nil, "no Python with jsonschema: run Tests/install-peers"))
  func schema() throws {
    let texts = [Self.full, #"{"schema":"urn:assay:schema:policy:v1"}"#] + Self.malformed
    let judged = try SchemaValidator.judge(
      texts.map { Array($0.utf8) }, by: ["Sources/Evidence/policy.schema.json"])
    #expect(judged == texts.indices.map { $0 < 2 })
  }

  @Test("EVIDENCE.md names every reason")
  func documentation() throws {
    let path = "\(Repository.root)/Sources/Evidence/EVIDENCE.md"
    let text = String(decoding: try Repository.bytes(at: path), as: UTF8.self)
    let start = try #require(text.firstRange(of: "Reasons: ")?.upperBound)
    let end = try #require(text[start...].firstRange(of: ". A test")?.lowerBound)
    let named = text[start..<end].split { !$0.isLetter && $0 != "-" }.map(String.init)
    #expect(named.sorted() == Finding.Reason.allCases.map(\.rawValue).sorted())
  }

  @Test("Mutated policies never crash the reader")
  func mutated() throws {
    var generator = SeededGenerator()
    var read = 0
    for _ in 0..<SeededGenerator.rounds(500, long: 50_000) {
      let bytes = generator.mutation(of: Array(Self.full.utf8))
      guard let json = try? JSON(parsing: bytes) else { continue }
      read += (try? Policy(reading: JSONField(json))) == nil ? 0 : 1
    }
    #expect(read > 0, "seed \(generator.seed)")
  }
}
