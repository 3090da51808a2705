import Content
import Crypto
import Evidence
import Testing

/// Evidence appraised beforehand, on other processors, comes to the same as one after the other.
@Suite struct HardwareAppraisalsTests {
  @Test("Each session gets its own, and only those that show hardware's evidence get any")
  func order() throws {
    let identity = try SigningKey()
    let verifiers = EvidenceVerifiers()
    let shown: [Evidence?] = [
      nil, Evidence(kind: .sevSNP, parts: [.report: [1, 2, 3]]),
      Evidence(kind: .tpm2, parts: [:]), nil, Evidence(kind: .tdx, parts: [.quote: [0]]),
    ]
    let sessions: [Session?] = try shown.map { evidence in
      let binding = try Fixture.binding()
      let own = try SoftwareEvidence.Producer(identity: identity).produce(binding)
      return Session(binding: binding, evidence: [own] + (evidence.map { [$0] } ?? []))
    }
    let policy = Policy()
    let all = sessions + [nil]
    let work = HardwareAppraisals(of: all, by: verifiers, at: .epoch, requiring: policy)
    let found = work.finish()
    #expect(found.map { $0.map(\.kind) } == [[], [.sevSNP], [.tpm2], [], [.tdx], []])
    for (session, hardware) in zip(all, found) {
      guard let session else { continue }
      let alone = verifiers.appraise(session, of: identity.publicKey, at: .epoch)
      let together = verifiers.appraise(
        session, of: identity.publicKey, at: .epoch, hardware: hardware)
      #expect(alone == together)
      #expect(alone.count == session.evidence.count)
    }
  }

  @Test("A certificate that is known stands for the same bytes, and for no others")
  func certificates() throws {
    let pem = try #require(SNPRoots.all[.milan]).der
    let other = try #require(SNPRoots.all[.genoa])
    let known = try Certificate(der: pem)
    let units = Array(Base64.encode(pem))
    let body = stride(from: 0, to: units.count, by: 64)
      .map { String(units[$0..<min($0 + 64, units.count)]) }.joined(separator: "\n")
    let text = Array("-----BEGIN CERTIFICATE-----\n\(body)\n-----END CERTIFICATE-----\n".utf8)
    #expect(try Certificate.chain(pem: text, known: [other, known]).first === known)
    let fresh = try #require(try Certificate.chain(pem: text, known: [other]).first)
    #expect(fresh !== known && fresh.der == pem)
    var damaged = text
    damaged[200] = damaged[200] == 0x41 ? 0x42 : 0x41
    #expect((try? Certificate.chain(pem: damaged, known: [known]))?.first?.der != pem)
  }
}
