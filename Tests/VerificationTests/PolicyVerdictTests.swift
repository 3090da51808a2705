import Attestation
import Content
import Crypto
import Evidence
import Testing
import Verification

/// Bundles held against a reader's policy.
@Suite struct PolicyVerdictTests {
  let fixture: Fixture

  init() throws {
    fixture = try Fixture()
  }

  static let software = Policy(evidence: [.software: Requirement(tier: .none)])

  /// Providers with sessions of their own, numbers from 1 on.
  private func bundle(_ count: UInt8 = 3, sessions: Bool = true) throws -> Bundle {
    let replicas = try (UInt8(1)...count).map { number in
      sessions
        ? try fixture.replica(
          number, in: fixture.session(number, key: number + 50), signedBy: number + 50)
        : try fixture.replica(number)
    }
    return try Bundle.seal(
      job: fixture.job, replicas: replicas, decidedAt: fixture.decidedAt, with: fixture.requestor
    ).bundle
  }

  private func names(_ report: BundleReport) -> [String] { report.refusals.map(\.reason.name) }

  private func keys(_ numbers: UInt8...) throws -> Set<PublicKey> {
    Set(try numbers.map { try Fixture.key($0).publicKey })
  }

  @Test("Without a policy the tiers are told, and nothing is refused")
  func tiers() throws {
    let report = try bundle().verify()
    #expect(report.isSound && report.standings.map(\.tier) == [.none, .none, .none])
    guard case .notChecked(let text)? = report[.policy] else {
      Issue.record("\(report[.policy].debugDescription)")
      return
    }
    #expect(text.contains("software (none), software (none), software (none)"))
    let old = try bundle(sessions: false).verify()
    #expect(old.isSound && old.standings.allSatisfy { $0.kind == nil && $0.tier == .none })
  }

  @Test("A policy that asks for evidence refuses a bundle without")
  func missing() throws {
    let accepted = try bundle().verify(.init(policy: Self.software))
    #expect(accepted[.policy] == .passed && accepted.isSound)
    let refused = try bundle(sessions: false).verify(.init(policy: Self.software))
    #expect(!refused.isSound)
    #expect(
      names(refused) == [
        "evidence-missing", "evidence-missing", "evidence-missing", "quorum",
      ])
  }

  @Test("A quorum of those who fulfil the policy is enough; one fewer is not")
  func quorum() throws {
    let enough = try bundle().verify(.init(policy: Policy(keys: keys(1, 3))))
    #expect(enough[.policy] == .passed)
    #expect(enough.standings.filter { !$0.refusals.isEmpty }.count == 1)
    let few = try bundle().verify(.init(policy: Policy(keys: keys(3))))
    #expect(!few.isSound && names(few) == ["key", "key", "quorum"])
  }

  @Test("Every refusal of every member is listed")
  func everything() throws {
    let policy = Policy(
      evidence: [.tdx: Requirement()], runtimes: [Fixture.digest("x")],
      sandboxes: [Fixture.digest("x")], sandboxLayers: ["landlock"], determinism: .strict,
      numericProfile: "other", keys: [])
    let report = try bundle().verify(.init(policy: policy))
    let each = [
      "key", "runtime", "determinism", "numeric-profile", "sandbox", "sandbox-layers",
      "evidence-kind",
    ]
    #expect(names(report) == each + each + each + ["quorum"])
    #expect(report.json != (try bundle().verify().json))
  }

  @Test("A statement from the future of the policy's clock is refused")
  func clock() throws {
    let before = try #require(
      Timestamp(milliseconds: fixture.decidedAt.milliseconds - 2000))
    let strict = try bundle().verify(.init(now: before, policy: Policy()))
    #expect(names(strict) == ["clock", "clock", "clock", "quorum"])
    let lenient = try bundle().verify(
      .init(now: before, policy: Policy(clockSkewMilliseconds: 1000)))
    #expect(lenient[.policy] == .passed)
  }

  @Test("Attack 24, counted once: members of one operator, and of one root of evidence")
  func diversity() throws {
    let keys = try (UInt8(1)...3).map { try Fixture.key($0).publicKey }
    func domains(_ names: [String], roots: Int = 1) -> Policy {
      Policy(
        failureDomains: FailureDomains(
          minimum: 2, domains: Dictionary(uniqueKeysWithValues: zip(keys, names)),
          minimumRoots: roots))
    }
    let one = try bundle().verify(.init(policy: domains(["a", "a", "a"])))
    #expect(!one.isSound && names(one) == ["failure-domains"])
    let two = try bundle().verify(.init(policy: domains(["a", "a", "b"])))
    #expect(two[.policy] == .passed)
    let roots = try bundle().verify(.init(policy: domains(["a", "a", "b"], roots: 2)))
    #expect(!roots.isSound && names(roots) == ["evidence-roots"])
  }

  @Test("Hardware evidence that nothing was handed in for, or that is damaged, is not believed")
  func hardware() throws {
    let quote = Evidence(kind: .tdx, parts: [.quote: [1, 2, 3]])
    let replicas = try (UInt8(1)...3).map { number in
      try fixture.replica(
        number, in: fixture.session(number, key: number + 50, hardware: [quote]),
        signedBy: number + 50)
    }
    let (bundle, _) = try Bundle.seal(
      job: fixture.job, replicas: replicas, decidedAt: fixture.decidedAt, with: fixture.requestor)
    let policy = Policy(evidence: [.tdx: Requirement(tier: .none)])
    let report = bundle.verify(.init(policy: policy))
    #expect(report.standings.allSatisfy { $0.tier == .contraindicated })
    let missing = "evidence/collateral-missing"
    #expect(names(report) == [missing, missing, missing, "quorum"])
    // Whoever asks for the identity's word alone is content with it.
    #expect(bundle.verify(.init(policy: Self.software))[.policy] == .passed)
  }
}
