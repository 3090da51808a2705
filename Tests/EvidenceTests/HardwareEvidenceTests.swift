import Content
import Crypto
import Evidence
import TestSupport
import Testing

/// Real evidence in the hands of somebody who wants more of it than it says.
@Suite(.enabled(if: Repository.vectors != nil, Fixture.noVectors))
struct HardwareEvidenceTests {
  static let time = "2025-06-19T11:16:00.000Z"

  @Test("Attack 14, rejected: a valid report that binds somebody else's key")
  func foreignReport() throws {
    let evidence = Evidence(
      kind: .sevSNP,
      parts: [
        .report: try Fixture.vector("sev-snp/milan-v2/report.bin"),
        .certificates: try Fixture.vector("sev-snp/milan-v2/vcek.der"),
      ])
    let appraisal = try Fixture.snpVerifier().appraise(
      evidence, for: Fixture.binding(), at: Fixture.moment(Self.time))
    #expect(appraisal.reasons == [.reportData])
    #expect(appraisal.tier == .contraindicated)
  }

  @Test("Attack 14, rejected: a valid quote that binds somebody else's key")
  func foreignQuote() throws {
    let evidence = Evidence(
      kind: .tdx, parts: [.quote: try Fixture.vector("tdx/v4-uptodate/quote.bin")])
    let appraisal = try Fixture.intelVerifier().appraise(
      evidence, for: Fixture.binding(), at: Fixture.moment(Self.time))
    #expect(appraisal.reasons == [.reportData])
  }

  @Test("An SGX quote is no evidence of a trust domain")
  func enclave() throws {
    let evidence = Evidence(
      kind: .tdx, parts: [.quote: try Fixture.vector("sgx/v3-config-needed/quote.bin")])
    let appraisal = try Fixture.intelVerifier().appraise(
      evidence, for: Fixture.binding(), at: Fixture.moment(Self.time))
    #expect(appraisal.reasons == [.unsupported])
  }

  @Test(
    "Attack 12, rejected: measurements, firmware and privilege levels that a policy does not know")
  func requirement() throws {
    let report = try SNPReport(Fixture.vector("sev-snp/milan-v2/report.bin"))
    let leaf = try Certificate(der: Fixture.vector("sev-snp/milan-v2/vcek.der"))
    let requirement = Requirement(
      measurements: ["measurement": [[1]], "vmpl": [[3]], "pcr1": [[1]]],
      minimumTCB: ["microcode": 0x74, "bootloader": 3])
    let appraisal = try Fixture.snpVerifier().appraise(
      report, [leaf], at: Fixture.moment(Self.time), requiring: requirement)
    #expect(
      appraisal.findings.map(\.reason) == [.measurement, .measurement, .measurement, .minimumTCB])
    let met = Requirement(
      measurements: ["measurement": [report.measurement]], minimumTCB: ["microcode": 0x73])
    let accepted = try Fixture.snpVerifier().appraise(
      report, [leaf], at: Fixture.moment(Self.time), requiring: met)
    #expect(accepted.tier == .affirming)
  }

  @Test("Attack 9, rejected: a right chain to the root of another product, or to none")
  func wrongRoot() throws {
    let report = try SNPReport(Fixture.vector("sev-snp/milan-v2/report.bin"))
    let leaf = try Certificate(der: Fixture.vector("sev-snp/milan-v2/vcek.der"))
    let chain = try Certificate.chain(pem: Fixture.vector("sev-snp/ca/ask-ark-milan.pem"))
    let genoa = try #require(SNPRoots.all[.genoa])
    for roots in [[:], [SNPProduct.milan: genoa]] {
      let verifier = SNPVerifier(roots: roots, intermediates: chain)
      let appraisal = try verifier.appraise(report, [leaf], at: Fixture.moment(Self.time))
      #expect(appraisal.reasons == [.untrustedRoot])
    }
  }

  @Test("With a revocation list that is not the issuer's, nothing is known of revocation")
  func revocation() throws {
    let report = try SNPReport(Fixture.vector("sev-snp/milan-v2/report.bin"))
    let leaf = try Certificate(der: Fixture.vector("sev-snp/milan-v2/vcek.der"))
    let chain = try Certificate.chain(pem: Fixture.vector("sev-snp/ca/ask-ark-milan.pem"))
    let list = try RevocationList(Fixture.vector("tdx/collateral-50806f-2023/rootcrl.der"))
    let verifier = SNPVerifier(
      roots: SNPRoots.all, intermediates: chain, revocationLists: [list])
    let appraisal = try verifier.appraise(report, [leaf], at: Fixture.moment(Self.time))
    #expect(appraisal.reasons == [.revocationUnknown])
  }

  @Test("Without revocation lists a quote is believed with a warning at best")
  func noRevocationList() throws {
    let given = try Fixture.intelVerifier().collateral
    let collateral = try IntelCollateral(
      tcbInfo: given.tcbInfo, tcbInfoChain: given.tcbInfoChain,
      enclaveIdentity: given.enclaveIdentity, enclaveIdentityChain: given.enclaveIdentityChain,
      revocationLists: [])
    let verifier = IntelVerifier(
      roots: [try #require(IntelRoot.certificate)], collateral: collateral)
    let quote = try IntelQuote(Fixture.vector("tdx/v4-uptodate/quote.bin"))
    let appraisal = try verifier.appraise(quote, at: Fixture.moment(Self.time))
    #expect(appraisal.reasons == [.revocationUnknown] && appraisal.tier == .warning)
    #expect(throws: EvidenceError.self) {
      try verifier.appraise(quote, [], at: Fixture.moment(Self.time))
    }
  }

  @Test("The pinned roots have the fingerprints that are written beside them")
  func pinnedRoots() throws {
    #expect(SNPRoots.all.count == SNPProduct.allCases.count)
    for (product, root) in SNPRoots.all {
      #expect(Hexadecimal.encode(root.fingerprint) == SNPRoots.fingerprints[product])
    }
    let intel = try #require(IntelRoot.certificate)
    #expect(Hexadecimal.encode(intel.fingerprint) == IntelRoot.fingerprint)
    #expect(intel.der == (try Fixture.vector("tdx/ca/intel-sgx-root-ca.der")))
  }

  @Test("Attack 10, rejected: collateral that was written anew, or signed by a platform's key")
  func forgedCollateral() throws {
    let document = try JSON(parsing: Fixture.vector("tdx/v4-uptodate/collateral.json"))
    guard case .object(var members) = document, case .string(let info)? = members["tcb_info"] else {
      throw JSONField(document).expected("collateral")
    }
    members["tcb_info"] = .string(try JSON(parsing: Array(info.utf8)).canonicalText)
    let quote = try IntelQuote(Fixture.vector("tdx/v4-uptodate/quote.bin"))
    let roots = [try #require(IntelRoot.certificate)]
    let rewritten = try IntelVerifier(
      roots: roots, collateral: IntelCollateral(document: JSONField(.object(members)))
    ).appraise(quote, at: Fixture.moment(Self.time))
    #expect(rewritten.reasons == [.collateralSignature])
    guard case .chain(let text) = quote.signature.certification else { return }
    members["tcb_info"] = .string(info)
    members["tcb_info_issuer_chain"] = .string(String(decoding: text, as: UTF8.self))
    let foreign = try IntelVerifier(
      roots: roots, collateral: IntelCollateral(document: JSONField(.object(members)))
    ).appraise(quote, at: Fixture.moment(Self.time))
    #expect(foreign.reasons == [.collateralSignature])
  }

  @Test(
    "A TPM's key that may leave it, or sign what it likes, is refused",
    arguments: [
      (1, "not fixedTPM"), (5, "not sensitiveDataOrigin"), (16, "not restricted"),
      (17, "decrypt"), (18, "not sign"),
    ])
  func attestationKey(bit: Int, shortcoming: String) throws {
    let folder = "tpm2/gce-cos85-nonce9009"
    var area = try Fixture.vector("\(folder)/ak_pub.tpmt")
    // Attributes are the four bytes from 4 on, most significant first.
    area[7 - bit / 8] ^= 1 << (bit % 8)
    #expect(try TPMPublicArea(area).shortcomings == [shortcoming])
    let evidence = Evidence(
      kind: .tpm2,
      parts: [
        .quote: try Fixture.vector("\(folder)/quote-sha1.msg"), .key: area, .registers: [],
        .signature: try Fixture.vector("\(folder)/quote-sha1.sig"),
      ])
    let verifier = TPMVerifier(keys: [Digest(of: area)])
    let appraisal = verifier.appraise(evidence, for: try Fixture.binding(), at: .epoch)
    #expect(appraisal.reasons == [.keyBinding, .weakBank, .registers, .reportData])
  }
}
