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
     "failureDomains":{"domains":{},"minimum":2},"keys":[],"numericProfile":"other",
     "runtimes":["sha256:\(String(repeating: "0", count: 64))"],"sandboxes":[]}
    """

  static func read(_ text: String) throws -> Policy {
    try Policy(reading: JSONField(JSON(parsing: Array(text.utf8))))
  }

  @Test("An empty policy accepts everything")
  func empty() throws {
    let policy = try Self.read(#"{"schema":"urn:assay:schema:policy:v1"}"#)
    #expect(policy == Policy())
    #expect(
      try policy.refusals(of: Fixture.execution(), vouchedBy: nil, at: .epoch).isEmpty)
  }

  @Test("Every refusal is listed, each with its name")
  func everything() throws {
    let policy = try Self.read(Self.full)
    let late = try Fixture.moment("1970-01-01T00:00:05.001Z")
    let refusals = try policy.refusals(
      of: Fixture.execution(finishedAt: late), vouchedBy: nil, at: .epoch)
    #expect(
      refusals.map(\.reason.name) == [
        "key", "runtime", "sandbox", "determinism", "numeric-profile", "clock", "evidence-missing",
      ])
    #expect(policy.refusals(of: []).map(\.reason) == [.failureDomains])
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
        of: Fixture.execution(determinism: .strict, finishedAt: soon), vouchedBy: appraisal,
        at: .epoch
      ).isEmpty)
  }

  @Test("Evidence is measured by the requirement of its kind")
  func evidence() throws {
    let warning = Finding(.outOfDateTCB, "old", tier: .warning)
    let debug = Finding(.debug, "debug")
    let old = Appraisal(kind: .tdx, findings: [warning, debug], claims: nil)
    func names(_ policy: Policy, _ appraisal: Appraisal) -> [String] {
      policy.refusals(of: appraisal).map(\.reason.name)
    }
    let strict = Policy(evidence: [.tdx: Requirement(tier: .affirming)])
    #expect(names(strict, old) == ["evidence/tcb-out-of-date", "evidence/debug"])
    #expect(names(Policy(evidence: [.tdx: Requirement(tier: .warning)]), old) == ["evidence/debug"])
    let software = Appraisal(kind: .software, findings: [], claims: nil)
    #expect(names(strict, software) == ["evidence-kind"])
    #expect(
      names(Policy(evidence: [.software: Requirement(tier: .affirming)]), software)
        == ["evidence-tier"])
  }

  @Test("Members of one domain, or on one device, count once; unknown keys do not count")
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
