import Audit
import Content
import Crypto
import Evidence
import TestSupport
import Testing
import Verification

/// Bundles with captured evidence of real machines, which is somebody else's here.
@Suite(.enabled(if: Repository.vectors != nil, "needs the shared vectors (ASSAY_VECTORS)"))
struct HardwareAuditTests {
  let fixture: Fixture

  init() throws { fixture = try Fixture() }

  func vector(_ path: String) throws -> [UInt8] {
    try Repository.bytes(at: "\(try #require(Repository.vectors))/\(path)")
  }

  /// Audits a bundle whose first provider shows `evidence`.
  func audit(_ evidence: Evidence, _ policy: Policy? = nil) throws -> AuditReport {
    let session = try fixture.session(1, key: 51, hardware: [evidence])
    let bundle = try Bundle.seal(
      job: fixture.job,
      replicas: [
        fixture.replica(1, in: session, signedBy: 51), fixture.replica(2), fixture.replica(3),
      ], decidedAt: fixture.decidedAt, with: fixture.requestor
    ).bundle
    var run = AuditRun(AuditSettings(time: TestLog.now, policy: policy))
    run.add(bundle: bundle.bytes, from: "verdict.assay")
    return run.finish()
  }

  @Test("Attack 11, alarm: a debug guest, whether a policy was given or not")
  func debug() throws {
    let evidence = Evidence(
      kind: .sevSNP,
      parts: [
        .report: try vector("sev-snp/milan-v2-debug/report.bin"),
        .certificates: try vector("sev-snp/milan-v2-debug/vcek.der"),
      ])
    let plain = try audit(evidence)
    #expect(plain.kinds == [.debugEvidence])
    let provider = try Fixture.key(1).publicKey
    #expect(plain.findings.listed.allSatisfy { $0.provider == provider })
    let held = try audit(evidence, Policy(evidence: [.sevSNP: Requirement()]))
    #expect(held.kinds.contains(.debugEvidence) && held.kinds.contains(.evidenceRefused))
  }

  @Test("Firmware below the policy, and values that it does not know, are named as such")
  func requirement() throws {
    let evidence = Evidence(
      kind: .sevSNP,
      parts: [
        .report: try vector("sev-snp/milan-v2/report.bin"),
        .certificates: try vector("sev-snp/milan-v2/vcek.der"),
      ])
    let requirement = Requirement(
      measurements: ["measurement": [[1]]], minimumTCB: ["microcode": 250])
    let report = try audit(evidence, Policy(evidence: [.sevSNP: requirement]))
    #expect(report.findings.counts[.oldFirmware] == 1)
    #expect(report.findings.counts[.unknownMeasurement] == 1)
    #expect(try audit(evidence).kinds == [])
  }
}
