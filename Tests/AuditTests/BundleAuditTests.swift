import Attestation
import Audit
import Content
import Crypto
import Evidence
import Jobs
import TestSupport
import Testing
import Transparency
import Verification

/// Bundles that were changed in every way, and what an audit says of each, with and without a log.
@Suite struct BundleAuditTests {
  let fixture: Fixture
  let log: TestLog

  init() throws {
    fixture = try Fixture()
    log = try TestLog()
  }

  /// Two who agree, with leases of their own.
  func honest(_ number: UInt8 = 0) throws -> Bundle {
    try seal([
      fixture.replica(1, number: number), fixture.replica(2, number: number),
      fixture.replica(4, number: number),
    ])
  }

  func seal(_ replicas: [Replica], requestor: SigningKey? = nil) throws -> Bundle {
    try Bundle.seal(
      job: fixture.job, replicas: replicas, decidedAt: fixture.decidedAt,
      with: requestor ?? fixture.requestor
    ).bundle
  }

  func audit(_ bundles: [[UInt8]], _ policy: Policy? = nil) -> AuditReport {
    var run = AuditRun(AuditSettings(time: TestLog.now, policy: policy))
    for (number, bytes) in bundles.enumerated() { run.add(bundle: bytes, from: "\(number).assay") }
    return run.finish()
  }

  func enter(_ bundle: Bundle, in log: TestLog) throws {
    try log.append(LogRecord.records(of: bundle.bytes).map(\.canonicalBytes))
  }

  @Test("Honest bundles are clean, and their providers' work is counted")
  func clean() throws {
    let report = audit([try honest(1).bytes, try honest(2).bytes])
    #expect(report.kinds == [])
    #expect(report.bundles == 2 && report.providers.count == 3)
    for history in report.providers.values {
      #expect(history.count(of: .agreed) == 2 && history.suspicion == 0)
      #expect(history.firstSeen == fixture.decidedAt && history.runtimes.count == 1)
    }
  }

  @Test("Who deviated, contradicted itself, was not counted or gave nothing is named as such")
  func histories() throws {
    let lease = try fixture.lease(5)
    let contradiction = Reply.contradiction(
      try fixture.answer(5, to: lease),
      try fixture.answer(5, to: lease) { $0.outputs["out/c.npy"] = Fixture.digest("other") })
    let report = audit([
      try seal([
        fixture.replica(1), fixture.replica(2),
        fixture.replica(3) { $0.outputs["out/c.npy"] = Fixture.digest("wrong") },
        Replica(lease: lease, reply: contradiction),
        fixture.replica(6) { $0.nonce[0] ^= 1 },
      ]).bytes,
      try seal([
        fixture.replica(1, number: 1), fixture.replica(2, number: 1),
        Replica(lease: fixture.lease(7), reply: .timedOut),
        Replica(lease: fixture.lease(8), reply: .failed("<b>broken</b>")),
      ]).bytes,
    ])
    #expect(
      report.findings.counts == [
        .providerDeviated: 1, .providerEquivocated: 1, .providerInvalid: 1, .providerFailed: 2,
      ])
    let suspects = report.rankedProviders.prefix(3).map(\.key)
    #expect(Set(suspects) == Set(try [3, 5, 6].map { try Fixture.key($0).publicKey }))
  }

  @Test("A bundle that was changed is no bundle, or not a sound one")
  func tampering() throws {
    let bytes = try honest().bytes
    for index in stride(from: 0, to: bytes.count, by: 97) {
      var changed = bytes
      changed[index] ^= 1
      let report = audit([changed])
      #expect(!report.isClean, "byte \(index)")
      #expect(
        report.kinds.isSubset(of: [
          .malformedBundle, .unsoundBundle, .noResult, .providerInvalid, .timeInFuture,
          .keyMisuse,
        ]), "byte \(index): \(report.kinds)")
    }
    #expect(audit([[]]).kinds == [.malformedBundle])
    #expect(audit([bytes, bytes]).kinds == [.repeatedBundle])
  }

  @Test("A lease, or a nonce, that counts in two bundles is a replay")
  func replays() throws {
    let replica = try fixture.replica(1)
    let first = try seal([replica, fixture.replica(2), fixture.replica(3)])
    let second = try seal([replica, fixture.replica(2, number: 1), fixture.replica(3, number: 1)])
    #expect(audit([first.bytes, second.bytes]).findings.counts[.replayedLease] == 1)
    let nonce = try fixture.lease(1).nonce
    let lease = try #require(
      Lease(job: fixture.job.id, provider: Fixture.key(9).publicKey, nonce: nonce))
    let third = try seal([
      Replica(lease: lease, reply: .answer(fixture.answer(9, to: lease))),
      fixture.replica(2, number: 2), fixture.replica(3, number: 2),
    ])
    #expect(audit([first.bytes, third.bytes]).kinds == [.replayedNonce])
  }

  @Test("A requestor that is its own provider is named")
  func keyMisuse() throws {
    let bundle = try seal(
      [fixture.replica(1), fixture.replica(2), fixture.replica(3)], requestor: Fixture.key(2))
    #expect(audit([bundle.bytes]).findings.counts == [.keyMisuse: 1])
  }

  @Test("A verdict without a result, or from the future, is named")
  func verdicts() throws {
    let divided = try seal([
      fixture.replica(1), fixture.replica(2) { $0.outputs["out/c.npy"] = Fixture.digest("2") },
      fixture.replica(3) { $0.outputs["out/c.npy"] = Fixture.digest("3") },
    ])
    #expect(audit([divided.bytes]).kinds == [.noResult])
    var run = AuditRun(AuditSettings(time: .epoch))
    run.add(bundle: try honest().bytes, from: "early")
    #expect(run.finish().kinds == [.timeInFuture])
  }

  @Test("What was entered in the log is found there; what was not, is said to be missing")
  func logged() throws {
    let (one, other) = (try honest(1), try honest(2))
    try enter(one, in: log)
    #expect(try log.audit { $0.add(bundle: one.bytes, from: "one") }.kinds == [])
    let report = try log.audit {
      $0.add(bundle: other.bytes, from: "other")
    }
    #expect(report.kinds == [.unloggedBundle, .missingBundle] && report.isClean)
    let state = try #require(try log.audit().state)
    // Nothing new is read; the state knows the bundle.
    #expect(try log.audit(from: state) { $0.add(bundle: one.bytes, from: "one") }.kinds == [])
  }

  @Test("A statement that is another than the logged one is named with both digests")
  func mismatch() throws {
    let logged = try fixture.replica(1)
    let shown = try fixture.replica(1) { $0.wallMicroseconds = 5 }
    let others = try [fixture.replica(2), fixture.replica(3)]
    try enter(try seal([logged] + others), in: log)
    let bundle = try seal([shown] + others)
    let report = try log.audit { $0.add(bundle: bundle.bytes, from: "shown") }
    #expect(report.kinds == [.statementMismatch, .unloggedBundle, .missingBundle])
    // A record that says something else of the very same envelope.
    let lying = try TestLog()
    let record = try #require(LogRecord.records(of: bundle.bytes).first)
    let json = try JSON(parsing: record.canonicalBytes)
    let changed = json.replacing("result", with: .string(Fixture.digest("lie").description))
    try lying.append([changed.canonicalBytes])
    #expect(
      try lying.audit { $0.add(bundle: bundle.bytes, from: "shown") }.kinds
        .contains(.statementMismatch))
  }

  @Test("Attack 18, rejected: a proof of another index; the checkpoint is held against the log")
  func proofs() throws {
    let bundle = try honest()
    try log.append([TestLog.statement(1)])
    let before = log.copy
    try enter(bundle, in: log)
    let index = try log.reader().checkpoint.size - 1
    let proof = try log.reader().proof(of: index)
    let proven = try bundle.entering(proof)
    let good = try log.audit { $0.add(bundle: proven.bytes, from: "bundle") }
    #expect(good.kinds == [])
    #expect(good.heads.count == 2)
    let moved = LogProof(index: index - 1, hashes: proof.hashes, checkpoint: proof.checkpoint)
    let wrong = try bundle.entering(moved)
    #expect(try log.audit { $0.add(bundle: wrong.bytes, from: "bundle") }.kinds == [.invalidProof])
    // The log drops what it promised, and grows otherwise.
    try before.append((2..<9).map { try TestLog.statement($0) })
    let report = try before.audit { $0.add(bundle: proven.bytes, from: "bundle") }
    #expect(report.kinds == [.splitView, .missingEntry])
    guard case .proven = try #require(report.fraudProofs.first).verify() else {
      Issue.record("the bundle convicts the log")
      return
    }
  }

  @Test("A statement that the policy does not accept is named with the reason")
  func policies() throws {
    let bundle = try honest().bytes
    // Besides each statement, that too few fulfil the policy.
    let runtime = Policy(runtimes: [Fixture.digest("another")])
    #expect(
      audit([bundle], runtime).findings.counts == [.unknownMeasurement: 3, .policyRefused: 1])
    #expect(audit([bundle], Policy(sandboxes: [])).findings.counts == [.policyRefused: 4])
    let evidence = Policy(evidence: [.tdx: Requirement()])
    #expect(audit([bundle], evidence).findings.counts == [.evidenceRefused: 3, .policyRefused: 1])
  }

  @Test(
    "Every reason of a policy has its kind of finding",
    arguments: [
      (.evidence(.debug), .debugEvidence), (.evidence(.minimumTCB), .oldFirmware),
      (.evidence(.outOfDateTCB), .oldFirmware), (.evidence(.measurement), .unknownMeasurement),
      (.runtime, .unknownMeasurement), (.evidence(.signature), .evidenceRefused),
      (.evidenceMissing, .evidenceRefused), (.key, .policyRefused), (.clock, .policyRefused),
    ] as [(PolicyRefusal.Reason, AuditFinding.Kind)])
  func reasons(reason: PolicyRefusal.Reason, kind: AuditFinding.Kind) {
    #expect(AuditFinding.Kind(reason) == kind)
  }
}
