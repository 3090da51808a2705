import Attestation
import Content
import Crypto
import Evidence
import Jobs
import TestSupport
import Testing
import Verification

@Suite struct BundleTests {
  let fixture: Fixture
  let bundle: Bundle

  init() throws {
    fixture = try Fixture()
    bundle = try fixture.bundle()
  }

  var outputs: [String: StepDigests] {
    [
      "stdout": Fixture.digest("out"), "stderr": Fixture.digest(""),
      "out/c.npy": Fixture.digest("c"),
    ]
    .mapValues { StepDigests(single: $0) }
  }

  func expectations() throws -> Bundle.Expectations {
    Bundle.Expectations(
      requestors: [fixture.requestor.publicKey],
      providers: Set(try (1...3).map { try Fixture.key($0).publicKey }), outputs: outputs,
      now: fixture.decidedAt, policy: Policy())
  }

  @Test("What was sealed reads as what was meant, and every check passes")
  func roundTrip() throws {
    let copy = try Bundle(parsing: bundle.bytes)
    #expect(copy.job == fixture.job)
    #expect(copy.requestor == fixture.requestor.publicKey)
    #expect(copy.decidedAt == fixture.decidedAt)
    #expect(copy.replicas.count == 3)
    let report = copy.verify(try expectations())
    // No log is asked for here; BundleProofTests ask for one.
    let asked = report.checks.filter { $0.check != .transparency }
    #expect(asked.allSatisfy { $0.outcome == .passed } && asked.count > 6)
    #expect(report.isSound)
    #expect(report.verdict.result?.digests == outputs.mapValues(\.whole))
    #expect(
      report.verdict.findings.map(\.conclusion.kind).sorted { $0.rawValue < $1.rawValue }
        == [.agreed, .agreed, .deviated])
  }

  @Test("Equal contents give equal bytes, whatever the order of the replies")
  func determinism() throws {
    let again = try Bundle.seal(
      job: fixture.job, replicas: bundle.replicas.reversed(), decidedAt: fixture.decidedAt,
      with: fixture.requestor)
    #expect(again.bundle.bytes == bundle.bytes)
  }

  @Test("What is not given is reported as not checked, and does not fail")
  func unpinned() throws {
    let report = bundle.verify()
    #expect(report.isSound)
    for check in [
      BundleReport.Check.requestor, .providers, .time, .transparency, .outputs,
    ] {
      guard case .notChecked(let detail)? = report[check] else {
        Issue.record("\(check)")
        continue
      }
      #expect(!detail.isEmpty)
    }
  }

  @Test("The wrong requestor, provider, time or output is named")
  func expectationsFail() throws {
    let stranger = try Fixture.key(50).publicKey
    let early = try #require(
      Timestamp(
        milliseconds: fixture.decidedAt.milliseconds - Examination.standardClockSkew - 1))
    let cases: [(BundleReport.Check, Bundle.Expectations)] = [
      (.requestor, .init(requestors: [stranger])),
      (.requestor, .init(requestors: [])),
      (.providers, .init(providers: [stranger, try Fixture.key(1).publicKey])),
      (.time, .init(now: early)),
      (.outputs, .init(outputs: [:])),
      (
        .outputs,
        .init(
          outputs: outputs.merging(["out/c.npy": StepDigests(single: Fixture.digest("x"))]) { $1 })
      ),
      (
        .outputs,
        .init(
          outputs: outputs.merging(["out/d.npy": StepDigests(single: Fixture.digest("x"))]) { $1 })
      ),
      (.outputs, .init(outputs: outputs.filter { $0.key != "stderr" })),
    ]
    for (check, expectations) in cases {
      let report = bundle.verify(expectations)
      #expect(!report.isSound)
      let failed = report.checks.filter {
        if case .failed = $0.outcome { true } else { false }
      }
      #expect(failed.map(\.check) == [check])
    }
  }

  @Test("Attack 2, digest mismatch: a changed output is named with both digests")
  func changedOutput() throws {
    let wrong = Fixture.digest("x")
    let report = bundle.verify(
      .init(outputs: outputs.merging(["out/c.npy": StepDigests(single: wrong)]) { $1 }))
    #expect(
      report[.outputs] == .failed("out/c.npy: \(wrong) instead of \(Fixture.digest("c"))"))
  }

  @Test("A bundle without an accepted result is sound, too, and has no outputs")
  func inconclusive() throws {
    let replica = Replica(lease: try fixture.lease(1), reply: .failed("no route"))
    let (sealed, verdict) = try Bundle.seal(
      job: fixture.job, replicas: [replica], decidedAt: fixture.decidedAt,
      with: fixture.requestor)
    #expect(verdict.status == .inconclusive(.tooFewLeases))
    #expect(sealed.verify(.init(outputs: [:])).isSound)
    #expect(!sealed.verify(.init(outputs: outputs)).isSound)
  }

  @Test("Every kind of reply survives the file")
  func replies() throws {
    let fixture = try Fixture(replicas: 3, quorum: 2, maximum: 7)
    let replicas = try VerdictTests.replicas(fixture, "AABxetf")
    let (sealed, verdict) = try Bundle.seal(
      job: fixture.job, replicas: replicas, decidedAt: fixture.decidedAt, with: fixture.requestor)
    let copy = try Bundle(parsing: sealed.bytes)
    #expect(Set(copy.replicas) == Set(replicas))
    #expect(copy.verify().isSound)
    #expect(copy.verify().verdict == verdict)
  }

  @Test("What could not be read back is not sealed")
  func unsealable() throws {
    let twice = [try fixture.replica(1), try fixture.replica(1)]
    let many = try (1...6).map { try fixture.replica($0) }
    for replicas in [twice, many] {
      #expect(throws: VerificationError.self) {
        try Bundle.seal(
          job: fixture.job, replicas: replicas, decidedAt: fixture.decidedAt,
          with: fixture.requestor)
      }
    }
  }

  @Test("No provider can keep a bundle from being sealed")
  func obstruction() throws {
    let lease = try fixture.lease(3)
    let payload = [UInt8](repeating: 0, count: 3 << 20)
    let key = try Fixture.key(3)
    let large = Forgery.envelope(payload, key: key)
    let signature = Envelope.Signature(
      keyID: String(repeating: "\u{0}", count: 1 << 20), bytes: [])
    let odd = Envelope(payloadType: "", unverifiedPayload: [], signatures: [signature])
    let replies: [Reply] = [
      .answer(large), .answer(odd), .contradiction(large, odd),
      .failed(String(repeating: "ä", count: 1 << 20)), .failed("\u{1B}[2Jall is well"),
    ]
    for reply in replies {
      let replicas = [
        try fixture.replica(1), try fixture.replica(2), Replica(lease: lease, reply: reply),
      ]
      let (sealed, verdict) = try Bundle.seal(
        job: fixture.job, replicas: replicas, decidedAt: fixture.decidedAt,
        with: fixture.requestor)
      #expect(verdict.votes == 2)
      let messages = verdict.findings.compactMap {
        if case .failed(let message) = $0.conclusion { message } else { nil }
      }
      #expect(messages.count == 1)
      #expect(messages.allSatisfy { $0.utf8.count <= 1024 && !$0.contains("\u{1B}") })
      let report = try Bundle(parsing: sealed.bytes).verify()
      #expect(report.isSound)
      #expect(report.verdict == verdict)
    }
  }

  @Test("A finding with very many deviations stays short")
  func manyDeviations() throws {
    let verdict = fixture.verdict([
      try fixture.replica(1), try fixture.replica(2),
      try fixture.replica(3) { draft in
        for number in 0..<1000 { draft.outputs["out/logs/\(number)"] = Fixture.digest("x") }
      },
    ])
    let json = verdict.json.canonicalText
    #expect(json.contains(#""furtherDeviations":985,"#))
    #expect(json.utf8.count < 10_000)
  }

  @Test("Verifying is quick")
  func speed() throws {
    let clock = ContinuousClock()
    let times = try (0..<50).map { _ in
      try clock.measure {
        let report = try Bundle(parsing: bundle.bytes).verify(try expectations())
        #expect(report.isSound)
      }
    }
    let median = times.sorted()[25]
    print("Bundle of \(bundle.bytes.count) bytes and 3 envelopes read and verified: \(median)")
  }
}
