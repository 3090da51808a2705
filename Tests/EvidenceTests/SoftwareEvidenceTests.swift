import Content
import Crypto
import Evidence
import Testing

@Suite struct SoftwareEvidenceTests {
  @Test("A pinned identity key reaches the tier “none”, and no better")
  func accepted() throws {
    let identity = try Fixture.key(3)
    let binding = try Fixture.binding()
    let evidence = try SoftwareEvidence.Producer(identity: identity).produce(binding)
    let verifier = SoftwareEvidence.Verifier(keys: [identity.publicKey])
    let appraisal = verifier.appraise(
      evidence, for: binding, at: .epoch, requiring: Requirement(tier: .none))
    #expect(appraisal.findings.isEmpty && appraisal.tier == .none)
  }

  @Test("Every reason is listed")
  func refused() throws {
    let identity = try Fixture.key(3)
    let evidence = try SoftwareEvidence.Producer(identity: identity).produce(Fixture.binding())
    let verifier = SoftwareEvidence.Verifier(keys: [])
    let other = try Fixture.binding(nonce: 1)
    let appraisal = verifier.appraise(
      evidence, for: other, at: .epoch,
      requiring: Requirement(measurements: ["pcr0": [[1]]], minimumTCB: ["snp": 1]))
    #expect(appraisal.reasons == [.untrustedKey, .signature, .measurement, .minimumTCB])
    #expect(appraisal.tier == .contraindicated)
  }

  @Test("Parts that are absent or no key are malformed")
  func malformed() throws {
    let binding = try Fixture.binding()
    let verifier = SoftwareEvidence.Verifier(keys: [])
    for parts: [Evidence.Part: [UInt8]] in [[:], [.key: [1], .signature: []]] {
      let evidence = Evidence(kind: .software, parts: parts)
      let appraisal = verifier.appraise(
        evidence, for: binding, at: .epoch, requiring: Requirement())
      #expect(appraisal.reasons == [.malformed])
    }
  }
}
