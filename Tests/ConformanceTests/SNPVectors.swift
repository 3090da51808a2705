import Content
import Crypto
import Evidence
import TestSupport

/// Reports that AMD processors made, with their certificates.
enum SNPVectors {
  private static let now = "2025-10-01T00:00:00.000Z"

  /// Report, certificate, time, and the reasons that a verifier must give; none accepts it.
  private static let cases:
    [(name: String, report: String, certificate: String, time: String, Set<Finding.Reason>)] = [
      ("Milan, version 2", "milan-v2", "milan-v2/vcek.der", now, []),
      ("Milan, version 3", "milan-v3", "milan-v3/vcek.der", now, []),
      ("Genoa, version 5", "genoa-v5", "genoa-v5/vcek.der", now, []),
      ("Milan, debug", "milan-v2-debug", "milan-v2-debug/vcek.der", now, [.debug]),
      ("VLEK in its time", "vlek-v3", "vlek-v3/vlek.der", "2025-06-01T00:00:00.000Z", []),
      (
        "VLEK after its time", "vlek-v3", "vlek-v3/vlek.der", "2026-01-01T00:00:00.000Z",
        [.certificateExpired]
      ),
      (
        "VCEK before its time", "milan-v3", "milan-v3/vcek.der", "2024-01-01T00:00:00.000Z",
        [.certificateNotYetValid]
      ),
      (
        "another chip's, bare identity", "milan-v2", "milan-v2/vcek-wrong-legacy.der", now,
        [.signature, .endorsementMismatch, .certificateSignature]
      ),
      (
        "another chip's, wrapped identity", "milan-v2", "milan-v2/vcek-wrong-new.der", now,
        [.signature, .endorsementMismatch, .certificateSignature]
      ),
      (
        "Genoa's certificate", "milan-v3", "genoa-v5/vcek.der", now,
        [.signature, .endorsementMismatch]
      ),
    ]

  static func run(_ root: String) throws -> [ConformanceReport] {
    var report = ConformanceReport("sev-snp, reports")
    let verifier = SNPVerifier(roots: SNPRoots.all, intermediates: try intermediates(root))
    for (name, folder, certificate, time, expected) in cases {
      let bytes = try Repository.bytes(at: "\(root)/\(folder)/report.bin")
      let leaf = try Certificate(der: Repository.bytes(at: "\(root)/\(certificate)"))
      let appraisal = try verifier.appraise(SNPReport(bytes), [leaf], at: moment(time))
      report.check(appraisal.reasons == expected, "\(name): \(appraisal.findings)")
      report.check(
        (appraisal.tier == .affirming) == expected.isEmpty, "\(name): \(appraisal.tier)")
    }
    return [report, try certificates(root), try details(root, verifier)]
  }

  static func moment(_ text: String) throws -> Timestamp {
    guard let time = Timestamp(text) else { throw JSONField(nil).expected("a time") }
    return time
  }

  static func intermediates(_ root: String) throws -> [Certificate] {
    try Repository.names(in: root + "/ca").flatMap { name in
      try Certificate.chain(pem: Repository.bytes(at: "\(root)/ca/\(name)"))
    }
  }

  /// The pinned roots are those of AMD's chains, and Turin's certificates have a layout of their own.
  private static func certificates(_ root: String) throws -> ConformanceReport {
    var report = ConformanceReport("sev-snp, certificates")
    for name in try Repository.names(in: root + "/ca") {
      let chain = try Certificate.chain(pem: Repository.bytes(at: "\(root)/ca/\(name)"))
      let pinned = SNPRoots.all.values.first { $0.der == chain[1].der }
      report.check(pinned != nil, "\(name): its root is not pinned")
      let anchors = TrustAnchors(roots: [chain[1]])
      let time = try moment(now).milliseconds / 1000
      report.check(
        anchors.refusals(of: chain[0], through: [], at: time).isEmpty, "\(name): signing key")
    }
    let turin = try Certificate(der: Repository.bytes(at: root + "/turin-certs/vcek.der"))
    let endorsement = try SNPEndorsement(turin)
    report.check(
      endorsement.firmware == SNPFirmware(fmc: 0, bootloader: 0, tee: 0, snp: 0, microcode: 9),
      "\(endorsement.firmware)")
    report.check(
      endorsement.holder == .chip([0x1E, 0x55, 0x0A, 0x8E, 0xE5, 0xCF, 0x9F, 0x4D]),
      "\(endorsement.holder)")
    let anchors = TrustAnchors(roots: SNPRoots.all[.turin].map { [$0] } ?? [])
    let refusals = anchors.refusals(
      of: turin, through: try intermediates(root), at: try moment(now).milliseconds / 1000)
    report.check(refusals.isEmpty, "Turin's chain: \(refusals)")
    return report
  }

  private static func details(
    _ root: String, _ verifier: SNPVerifier
  ) throws -> ConformanceReport {
    var report = ConformanceReport("sev-snp, fields")
    let debug = try SNPReport(Repository.bytes(at: root + "/milan-v2-debug/report.bin"))
    report.check(debug.policy == 0xB0000, "policy \(debug.policy)")
    report.check(debug.reportData.starts(with: [1, 2, 3, 4, 5, 0]), "report data")
    let leaf = try Certificate(der: Repository.bytes(at: root + "/milan-v2-debug/vcek.der"))
    let allowed = try verifier.appraise(
      debug, [leaf], at: moment(now), requiring: Requirement(tier: .warning, allowsDebug: true))
    report.check(allowed.tier == .warning, "debug, explicitly allowed: \(allowed.findings)")
    let milan = try SNPReport(Repository.bytes(at: root + "/milan-v2/report.bin"))
    report.check(milan.currentTCB[7] == 0xCE && milan.reportedTCB[7] == 0x73, "reported TCB")
    let provider = try SNPReport(Repository.bytes(at: root + "/vlek-v3/report.bin"))
    report.check(provider.signingKey == .vlek && provider.vmpl == 1, "VLEK, VMPL 1")
    return report
  }
}
