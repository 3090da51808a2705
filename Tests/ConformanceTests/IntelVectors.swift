import Content
import Crypto
import Evidence
import TestSupport

/// Quotes that Intel's processors made, and synthetic ones of Intel's own, with collateral.
enum IntelVectors {
  /// Where a quote, what Intel says about it, and when; and the reasons that a verifier must give.
  struct Case {
    let name: String
    let quote: String
    let collateral: Source
    let time: String
    let reasons: Set<Finding.Reason>

    init(
      _ name: String, _ quote: String, _ collateral: Source, at time: String,
      _ reasons: Set<Finding.Reason>
    ) {
      self.name = name
      self.quote = quote
      self.collateral = collateral
      self.time = time
      self.reasons = reasons
    }
  }

  /// How the collateral lies on disk.
  enum Source {
    /// One document.
    case document(String)
    /// Answers of Intel's service, chains in PEM.
    case folder(String)
    /// Answers; chains and lists that it lacks are those of `tdx/v4-uptodate`.
    case answers(String)
  }

  private static let cases: [Case] = [
    Case(
      "TDX 4, up to date", "tdx/v4-uptodate/quote.bin",
      .document("tdx/v4-uptodate/collateral.json"), at: "2025-06-19T11:16:00.000Z", []),
    Case(
      "TDX 4, a year later", "tdx/v4-uptodate/quote.bin",
      .document("tdx/v4-uptodate/collateral.json"), at: "2026-06-19T11:16:00.000Z",
      [.staleCollateral, .staleRevocationList]),
    Case(
      "TDX 4, debug", "tdx/v4-debug/quote.bin", .folder("tdx/collateral-50806f-2023"),
      at: "2023-07-01T00:00:00.000Z", [.debug]),
    Case(
      "TDX 4, no level", "tdx/v4-spr/quote.bin", .folder("tdx/collateral-50806f-2023"),
      at: "2023-07-01T00:00:00.000Z", [.unknownTCB, .pageFaultsNotDisabled]),
    Case(
      "TDX 5, no level", "tdx/v5-td15/quote.bin", .answers("tdx/collateral-90c06f-202506"),
      at: "2025-06-25T00:00:00.000Z", [.unknownTCB]),
    Case(
      "TDX 4, page faults", "tdx/v4-no-septve/quote.bin",
      .answers("tdx/collateral-00806f-202510"), at: "2025-10-25T00:00:00.000Z",
      [.pageFaultsNotDisabled, .outOfDateTCB]),
    Case(
      "TDX 4, padded", "tdx/v4-cos-ccel/quote.bin", .answers("tdx/collateral-00806f-202510"),
      at: "2025-10-25T00:00:00.000Z", []),
    Case(
      "TDX 4, another FMSPC's", "tdx/v4-cos-ccel/quote.bin",
      .answers("tdx/collateral-90c06f-202506"), at: "2025-06-25T00:00:00.000Z",
      [.foreignCollateral, .unknownTCB]),
    Case(
      "SGX 3, configuration", "sgx/v3-config-needed/quote.bin",
      .document("sgx/v3-config-needed/collateral.json"), at: "2025-06-19T11:56:00.000Z",
      [.configurationNeeded, .hardeningNeeded]),
    Case(
      "SGX 3, hardening", "sgx/v3-swhardening/quote.bin",
      .answers("sgx/collateral-00606a-202508"), at: "2025-08-20T00:00:00.000Z",
      [.hardeningNeeded]),
  ]

  static func run(_ root: String) throws -> [ConformanceReport] {
    guard let intel = IntelRoot.certificate else { throw JSONField(nil).expected("Intel's root") }
    var report = ConformanceReport("tdx and sgx, quotes")
    for entry in cases {
      let quote = try IntelQuote(Repository.bytes(at: "\(root)/\(entry.quote)"))
      let collateral = try collateral(entry.collateral, root)
      let verifier = IntelVerifier(roots: [intel], collateral: collateral)
      let appraisal = try verifier.appraise(quote, at: SNPVectors.moment(entry.time))
      report.check(appraisal.reasons == entry.reasons, "\(entry.name): \(appraisal.findings)")
      report.check(
        (appraisal.tier == .affirming) == entry.reasons.isEmpty, "\(entry.name): tier")
      if entry.name == "SGX 3, configuration" {
        let advisories = appraisal.claims?.advisories ?? []
        report.check(
          advisories == ["INTEL-SA-00289", "INTEL-SA-00615"], "advisories \(advisories)")
      }
    }
    return [
      report, try synthetic(root, folder: "tdx/v4-synthetic-intel"),
      try synthetic(root, folder: "sgx/v3-synthetic-intel"), try eventLog(root),
    ]
  }

  static func collateral(_ source: Source, _ root: String) throws -> IntelCollateral {
    func bytes(_ path: String) throws -> [UInt8] { try Repository.bytes(at: "\(root)/\(path)") }
    switch source {
    case .document(let path):
      return try IntelCollateral(document: JSONField(JSON(parsing: bytes(path))))
    case .folder(let folder):
      return try IntelCollateral(
        tcbInfo: SignedDocument(answer: bytes("\(folder)/tcbInfo.json"), member: "tcbInfo"),
        tcbInfoChain: Certificate.chain(pem: bytes("\(folder)/tcbInfoIssuerChain.pem")),
        enclaveIdentity: SignedDocument(
          answer: bytes("\(folder)/qeIdentity.json"), member: "enclaveIdentity"),
        enclaveIdentityChain: Certificate.chain(pem: bytes("\(folder)/qeIdentityIssuerChain.pem")),
        revocationLists: [
          RevocationList(bytes("\(folder)/rootcrl.der")),
          RevocationList(bytes("\(folder)/pckcrl.der")),
        ])
    case .answers(let folder):
      let shared = try collateral(.document("tdx/v4-uptodate/collateral.json"), root)
      let own = try? RevocationList(bytes("\(folder)/pckcrl.der"))
      return try IntelCollateral(
        tcbInfo: SignedDocument(answer: bytes("\(folder)/tcbInfo.json"), member: "tcbInfo"),
        tcbInfoChain: shared.tcbInfoChain,
        enclaveIdentity: SignedDocument(
          answer: bytes("\(folder)/qeIdentity.json"), member: "enclaveIdentity"),
        enclaveIdentityChain: shared.enclaveIdentityChain,
        revocationLists: own.map { [shared.revocationLists[0], $0] } ?? shared.revocationLists)
    }
  }

  /// Intel's own samples, with a test root: believed under that root alone.
  private static func synthetic(_ root: String, folder: String) throws -> ConformanceReport {
    func bytes(_ name: String) throws -> [UInt8] {
      try Repository.bytes(at: "\(root)/\(folder)/\(name)")
    }
    var report = ConformanceReport(folder.hasPrefix("tdx") ? "tdx, synthetic" : "sgx, synthetic")
    let quote = try IntelQuote(bytes("quote.dat"))
    let test = try Certificate.chain(pem: bytes("trustedRootCaCert.pem"))[0]
    let chain =
      try Certificate.chain(pem: bytes("pckCert.pem"))
      + Certificate.chain(pem: bytes("pckSignChain.pem"))
    let collateral = try IntelCollateral(
      tcbInfo: SignedDocument(answer: bytes("tcbInfo.json"), member: "tcbInfo"),
      tcbInfoChain: Certificate.chain(pem: bytes("tcbSignChain.pem")),
      enclaveIdentity: SignedDocument(answer: bytes("qeIdentity.json"), member: "enclaveIdentity"),
      enclaveIdentityChain: Certificate.chain(pem: bytes("tcbSignChain.pem")),
      revocationLists: [
        RevocationList(bytes("rootCaCrl.der")), RevocationList(bytes("intermediateCaCrl.der")),
      ])
    let time = try SNPVectors.moment(
      folder.hasPrefix("tdx") ? "2025-01-01T00:00:00.000Z" : "2022-01-01T00:00:00.000Z")
    let unbelieved: Set<Finding.Reason> = [
      .signature, .keyBinding, .untrustedRoot, .certificateSignature, .certificateExpired,
      .certificateInvalid, .certificateRevoked, .certificateNotYetValid, .revocationUnknown,
      .staleRevocationList, .collateralSignature,
    ]
    let own = try IntelVerifier(roots: [test], collateral: collateral)
      .appraise(quote, chain, at: time)
    report.check(own.reasons.isDisjoint(with: unbelieved), "own root: \(own.findings)")
    let intel = IntelRoot.certificate.map { [$0] } ?? []
    let foreign = IntelVerifier(roots: intel, collateral: collateral)
    let appraisal = try foreign.appraise(quote, chain, at: time)
    report.check(
      appraisal.reasons.contains(.untrustedRoot) && appraisal.tier == .contraindicated,
      "Intel's root: \(appraisal.findings)")
    report.check(
      (try? foreign.appraise(quote, at: time)) == nil, "no chain in PEM within the quote")
    return report
  }

  /// The firmware's log leads to the domain's registers.
  private static func eventLog(_ root: String) throws -> ConformanceReport {
    var report = ConformanceReport("tdx, event log")
    let folder = "\(root)/tdx/v4-cos-ccel"
    let quote = try IntelQuote(Repository.bytes(at: folder + "/quote.bin"))
    report.check(
      quote.reportData == (try Repository.bytes(at: folder + "/nonce.bin")), "report data")
    guard case .domain(let domain) = quote.body else { return report }
    let log = try EventLog(Repository.bytes(at: folder + "/ccel_data.bin"))
    let replayed = try log.replay(.sha384)
    for register in 0..<3 {
      // A log counts MRTD as 0.
      report.check(
        replayed[register + 1] == domain.registers[register], "register \(register)")
    }
    return report
  }
}
