import Content
import Crypto
import Evidence
import TestSupport
import Testing

/// Real evidence, genuine but not acceptable: too old, in debug mode, about weak banks.
@Suite(.enabled(if: Repository.vectors != nil, Fixture.noVectors))
struct EvidenceAttackTests {
  static let time = "2025-06-19T11:16:00.000Z"

  private func guest(
    _ folder: String, at time: String, requiring requirement: Requirement = Requirement()
  ) throws -> Appraisal {
    let report = try SNPReport(Fixture.vector("sev-snp/\(folder)/report.bin"))
    let leaf = try Certificate(der: Fixture.vector("sev-snp/\(folder)/vcek.der"))
    return try Fixture.snpVerifier().appraise(
      report, [leaf], at: Fixture.moment(time), requiring: requirement)
  }

  private func domain(_ folder: String, at time: String = time) throws -> Appraisal {
    try Fixture.intelVerifier().appraise(
      IntelQuote(Fixture.vector("\(folder)/quote.bin")), at: Fixture.moment(time))
  }

  @Test("Attack 9, rejected: certificates before and after their time")
  func validity() throws {
    #expect(
      try guest("milan-v2", at: "2022-01-01T00:00:00.000Z").reasons == [.certificateNotYetValid])
    #expect(
      try guest("milan-v2", at: "2031-01-01T00:00:00.000Z").reasons == [.certificateExpired])
    #expect(try guest("milan-v2", at: Self.time).tier == .affirming)
  }

  @Test("Attack 10, rejected: firmware rolled back, collateral too old or of another FMSPC")
  func rollback() throws {
    let newer = Requirement(minimumTCB: ["microcode": 0x74])
    #expect(try guest("milan-v2", at: Self.time, requiring: newer).reasons == [.minimumTCB])
    let stale = try domain("tdx/v4-uptodate", at: "2026-06-19T11:16:00.000Z")
    #expect(stale.reasons == [.staleCollateral, .staleRevocationList])
    let foreign = try domain("tdx/v4-cos-ccel")
    #expect(foreign.reasons.contains(.foreignCollateral) && foreign.tier == .contraindicated)
  }

  @Test("Attack 11, rejected: guests in debug mode, unless a policy allows them with a warning")
  func debug() throws {
    let report = try guest("milan-v2-debug", at: Self.time)
    #expect(report.reasons == [.debug] && report.tier == .contraindicated)
    let allowed = try guest(
      "milan-v2-debug", at: Self.time, requiring: Requirement(tier: .warning, allowsDebug: true))
    #expect(allowed.reasons == [.debug] && allowed.tier == .warning)
    let quote = try domain("tdx/v4-debug")
    #expect(quote.reasons.contains(.debug) && quote.tier == .contraindicated)
  }

  @Test("Attack 15, rejected: registers of the SHA-1 bank")
  func weakBank() throws {
    let folder = "tpm2/gce-cos85-nonce9009"
    let quote = try TPMQuote(Fixture.vector("\(folder)/quote-sha1.msg"))
    let signature = try TPMSignature(Fixture.vector("\(folder)/quote-sha1.sig"))
    let findings = quote.findings(registers: [], hash: signature.hash)
    #expect(findings.map(\.reason).contains(.weakBank))
    #expect(findings.allSatisfy { $0.tier == .contraindicated })
  }
}
