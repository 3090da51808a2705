import Content
import Crypto
import Evidence
import TestSupport
import Testing

/// Real evidence, damaged: nothing but what the hardware signed is ever believed, and nothing crashes.
@Suite(.enabled(if: Repository.vectors != nil, Fixture.noVectors))
struct MutationTests {
  static let time = "2025-06-19T11:16:00.000Z"

  @Test("Mutated SEV-SNP reports are refused")
  func reports() throws {
    var generator = SeededGenerator()
    let bytes = try Fixture.vector("sev-snp/milan-v2/report.bin")
    let leaf = try Certificate(der: Fixture.vector("sev-snp/milan-v2/vcek.der"))
    let (verifier, time) = (try Fixture.snpVerifier(), try Fixture.moment(Self.time))
    for round in 0..<SeededGenerator.rounds(150, long: 20_000) {
      let mutated = generator.mutation(of: bytes)
      guard mutated != bytes, let report = try? SNPReport(mutated) else { continue }
      let tier = try? verifier.appraise(report, [leaf], at: time).tier
      #expect(tier != .affirming, "seed \(generator.seed), round \(round)")
    }
  }

  @Test("Mutated certificates of SEV-SNP are refused")
  func certificates() throws {
    var generator = SeededGenerator()
    let report = try SNPReport(Fixture.vector("sev-snp/milan-v2/report.bin"))
    let bytes = try Fixture.vector("sev-snp/milan-v2/vcek.der")
    let (verifier, time) = (try Fixture.snpVerifier(), try Fixture.moment(Self.time))
    for round in 0..<SeededGenerator.rounds(150, long: 20_000) {
      let mutated = generator.mutation(of: bytes)
      guard mutated != bytes, let leaf = try? Certificate(der: mutated) else { continue }
      let tier = try? verifier.appraise(report, [leaf], at: time).tier
      #expect(tier != .affirming, "seed \(generator.seed), round \(round)")
    }
  }

  @Test("Mutated TDX quotes say what was signed or are refused")
  func quotes() throws {
    var generator = SeededGenerator()
    let bytes = try Fixture.vector("tdx/v4-uptodate/quote.bin")
    let original = try IntelQuote(bytes)
    let (verifier, time) = (try Fixture.intelVerifier(), try Fixture.moment(Self.time))
    for round in 0..<SeededGenerator.rounds(150, long: 20_000) {
      guard let quote = try? IntelQuote(generator.mutation(of: bytes)),
        let appraisal = try? verifier.appraise(quote, at: time), appraisal.tier == .affirming
      else { continue }
      // Padding behind the quote, and white space in its certificates, are nobody's words.
      #expect(
        quote.signedBytes == original.signedBytes, "seed \(generator.seed), round \(round)")
      #expect(
        quote.signature.enclaveReportBytes == original.signature.enclaveReportBytes,
        "seed \(generator.seed), round \(round)")
    }
  }

  @Test("Mutated collateral is refused")
  func collateral() throws {
    var generator = SeededGenerator()
    let quote = try IntelQuote(Fixture.vector("tdx/v4-cos-ccel/quote.bin"))
    let answer = try Fixture.vector("tdx/collateral-00806f-202510/tcbInfo.json")
    let shared = try Fixture.intelVerifier().collateral
    let roots = [try #require(IntelRoot.certificate)]
    let time = try Fixture.moment("2025-10-25T00:00:00.000Z")
    let original = try SignedDocument(answer: answer, member: "tcbInfo").bytes
    for round in 0..<SeededGenerator.rounds(150, long: 20_000) {
      guard
        let document = try? SignedDocument(
          answer: generator.mutation(of: answer), member: "tcbInfo"),
        let collateral = try? IntelCollateral(
          tcbInfo: document, tcbInfoChain: shared.tcbInfoChain,
          enclaveIdentity: shared.enclaveIdentity,
          enclaveIdentityChain: shared.enclaveIdentityChain,
          revocationLists: shared.revocationLists),
        let appraisal = try? IntelVerifier(roots: roots, collateral: collateral)
          .appraise(quote, at: time), !appraisal.reasons.contains(.collateralSignature)
      else { continue }
      #expect(document.bytes == original, "seed \(generator.seed), round \(round)")
    }
  }

  @Test("Mutated TPM quotes, signatures and keys are refused")
  func tpm() throws {
    var generator = SeededGenerator()
    let folder = "tpm2/gce-cos85-nonce9009"
    let quote = try Fixture.vector("\(folder)/quote-sha256.msg")
    let signature = try Fixture.vector("\(folder)/quote-sha256.sig")
    let key = try Fixture.vector("\(folder)/ak_pub.tpmt")
    for round in 0..<SeededGenerator.rounds(300, long: 40_000) {
      var parts = [quote, signature, key]
      parts[round % 3] = generator.mutation(of: parts[round % 3])
      guard parts != [quote, signature, key], let read = try? TPMQuote(parts[0]),
        let signed = try? TPMSignature(parts[1]), let area = try? TPMPublicArea(parts[2]),
        read.findings(signature: signed, by: area.key).isEmpty
      else { continue }
      // Another area may hold the same key; then it has another name and is not the pinned one.
      #expect(round % 3 == 2 && area.bytes != key, "seed \(generator.seed), round \(round)")
    }
  }

  @Test("Mutated event logs never crash a reader")
  func eventLogs() throws {
    var generator = SeededGenerator()
    let bytes = try Fixture.vector("tpm2/eventlogs/arch-linux-workstation.bin")
    let expected = try EventLog(bytes).replay(.sha256)
    var changed = 0
    for _ in 0..<SeededGenerator.rounds(300, long: 40_000) {
      guard let log = try? EventLog(generator.mutation(of: bytes)) else { continue }
      changed += (try? log.replay(.sha256)) == expected ? 0 : 1
    }
    #expect(changed > 0)
  }

  @Test(
    "Attack 13, malformed: no prefix of any evidence is believed, none crashes",
    arguments: [
      "sev-snp/milan-v2/report.bin", "tdx/v4-uptodate/quote.bin", "tdx/v5-td15/quote.bin",
      "sgx/v3-config-needed/quote.bin", "tpm2/gce-cos85-nonce9009/quote-sha256.msg",
      "tpm2/gce-cos85-nonce9009/quote-sha256.sig", "tpm2/gce-cos85-nonce9009/ak_pub.tpmt",
    ])
  func prefixes(path: String) throws {
    let bytes = try Fixture.vector(path)
    // Quotes declare their own length; some files hold padding behind it.
    for count in 0..<(bytes.count - (path.contains("quote.bin") ? 512 : 0)) {
      let prefix = Array(bytes[..<count])
      let isRead =
        (try? SNPReport(prefix)) != nil || (try? IntelQuote(prefix)) != nil
        || (try? TPMQuote(prefix)) != nil || (try? TPMSignature(prefix)) != nil
        || (try? TPMPublicArea(prefix)) != nil
      #expect(!isRead, "\(count) of \(bytes.count) bytes")
    }
  }

  @Test("Attack 13, malformed: lengths that lie", arguments: [UInt8(0xFF), 0x80, 0x01])
  func lengths(value: UInt8) throws {
    var quote = try Fixture.vector("tdx/v4-uptodate/quote.bin")
    quote.replaceSubrange(632..<636, with: [value, value, value, value])
    #expect(throws: EvidenceError.self) { try IntelQuote(quote) }
    var log = try Fixture.vector("tpm2/eventlogs/arch-linux-workstation.bin")
    log.replaceSubrange(28..<32, with: [value, value, value, value])
    #expect(throws: EvidenceError.self) { try EventLog(log) }
    var attest = try Fixture.vector("tpm2/gce-cos85-nonce9009/quote-sha256.msg")
    attest.replaceSubrange(6..<8, with: [value, value])
    #expect(throws: EvidenceError.self) { try TPMQuote(attest) }
  }
}
