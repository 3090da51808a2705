import Content
import Crypto
import Evidence
import TestSupport

/// Quotes and event logs of TPMs, some of them together with a report of the guest's hardware.
enum TPMVectors {
  static func run(_ root: String) throws -> [ConformanceReport] {
    [
      try cloud(root + "/gce-cos85-nonce9009"), try everyRegister(root + "/rsa-ak-24pcr"),
      try logs(root + "/eventlogs"), try composites(root),
    ]
  }

  /// One machine's quotes of three banks, with its event log.
  private static func cloud(_ folder: String) throws -> ConformanceReport {
    var report = ConformanceReport("tpm2, three banks")
    func bytes(_ name: String) throws -> [UInt8] { try Repository.bytes(at: "\(folder)/\(name)") }
    let area = try TPMPublicArea(bytes("ak_pub.tpmt"))
    report.check(area.shortcomings.isEmpty, "attestation key: \(area.shortcomings)")
    let certificate = try Certificate(der: bytes("ak_cert.der"))
    report.check(
      certificate.publicKey?.subjectPublicKeyInfo == area.key.subjectPublicKeyInfo, "certificate")
    let log = try EventLog(bytes("eventlog.bin"))
    for bank in ["sha1", "sha256", "sha384"] {
      let quote = try TPMQuote(bytes("quote-\(bank).msg"))
      let signature = try TPMSignature(bytes("quote-\(bank).sig"))
      report.check(quote.extraData == [0x90, 0x09], "\(bank): nonce")
      report.check(
        quote.findings(signature: signature, by: area.key).isEmpty, "\(bank): signature")
      let registers = try registers(
        in: JSONField(JSON(parsing: bytes("pcrs-\(bank).json"))), quote.selections)
      let findings =
        quote.findings(registers: registers, hash: signature.hash)
        + quote.findings(log: log, registers: registers)
      let expected: Set<Finding.Reason> = bank == "sha1" ? [.weakBank, .eventLog] : []
      report.check(Set(findings.map(\.reason)) == expected, "\(bank): \(findings)")
    }
    return report
  }

  /// `{"<bank>":{"<index>":"<hexadecimal>"}}`, or the inner object alone.
  private static func registers(
    in field: JSONField, _ selections: [TPMQuote.Selection]
  ) throws -> [UInt8] {
    let banks = try field.members(atMost: 64)
    let inner = banks.count == 1 ? banks[0].field : field
    return try selections.flatMap { selection in
      try selection.registers.flatMap { index in
        try SignatureVectors.bytes(inner.tag("\(index)"))
      }
    }
  }

  private static func everyRegister(_ folder: String) throws -> ConformanceReport {
    var report = ConformanceReport("tpm2, 24 registers")
    let text = try Repository.bytes(at: folder + "/evidence.json")
    let evidence = JSONField(try JSON(parsing: text))
    let key = try VerificationKey(
      subjectPublicKeyInfo: evidence.tag("ak_public").base64(atMost: 4096))
    let parts = try evidence.tag("tpm_quote")
    let quote = try TPMQuote(parts.tag("message").base64(atMost: 4096))
    let signature = try TPMSignature(parts.tag("signature").base64(atMost: 4096))
    report.check(quote.findings(signature: signature, by: key).isEmpty, "signature")
    let registers = try parts.tag("pcrs").elements(atMost: 24).flatMap {
      try SignatureVectors.bytes($0)
    }
    let findings = quote.findings(registers: registers, hash: signature.hash)
    report.check(findings.isEmpty, "registers: \(findings)")
    return report
  }

  private static func logs(_ folder: String) throws -> ConformanceReport {
    var report = ConformanceReport("tpm2, event logs")
    for name in try Repository.names(in: folder) {
      let bytes = try Repository.bytes(at: "\(folder)/\(name)")
      let registers = try? EventLog(bytes).replay(.sha256)
      let isWhole = name.hasSuffix(".bin")
      report.check(((registers?.count ?? 0) >= 8) == isWhole, "\(name): \(registers?.count ?? 0)")
    }
    return report
  }

  /// A TPM in the guest's firmware, whose key is in a document that the hardware's report binds.
  private static func composites(_ root: String) throws -> ConformanceReport {
    var report = ConformanceReport("tpm2, in confidential guests")
    for (name, reportByteCount) in [("az-snp-vtpm-v1", 1184), ("az-tdx-vtpm-v1", 1024)] {
      let text = try Repository.bytes(at: "\(root)/\(name)/evidence.json")
      let evidence = JSONField(try JSON(parsing: text))
      let firmware = try base64URL(evidence.tag("hcl_report"))
      let hardware = Array(firmware[32..<(32 + reportByteCount)])
      let runtime = try runtimeData(Array(firmware[1216...]))
      let reportData =
        name.contains("snp") ? try SNPReport(hardware).reportData : Array(hardware[128..<192])
      report.check(Array(reportData[..<32]) == SHA256.hash(runtime), "\(name): binding")
      let keys = try JSONField(JSON(parsing: runtime)).tag("keys").elements(atMost: 8)
      let key = try keys.first { try $0.tag("kid").string() == "HCLAkPub" }.map { key in
        try VerificationKey(
          modulus: base64URL(key.tag("n")), exponent: base64URL(key.tag("e")))
      }
      let parts = try evidence.tag("tpm_quote")
      let message = try SignatureVectors.bytes(parts.tag("message"))
      let signature = try SignatureVectors.bytes(parts.tag("signature"))
      report.check(
        key?.isValid(signature, for: message, by: .rsaPKCS1(.sha256)) == true, "\(name): quote")
      let registers = try parts.tag("pcrs").elements(atMost: 24).flatMap {
        try SignatureVectors.bytes($0)
      }
      let findings = try TPMQuote(message).findings(registers: registers, hash: .sha256)
      report.check(findings.isEmpty, "\(name): \(findings)")
    }
    return report
  }

  /// The JSON document that Azure's firmware puts behind the hardware's report: a head of 20 bytes
  /// whose last four are its length.
  private static func runtimeData(_ bytes: [UInt8]) throws -> [UInt8] {
    let count = bytes[16..<20].reversed().reduce(0) { $0 << 8 | Int($1) }
    return Array(bytes[20..<(20 + count)])
  }

  private static func base64URL(_ field: JSONField) throws -> [UInt8] {
    var text = String(
      try field.string().map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
    while !text.utf8.count.isMultiple(of: 4) { text += "=" }
    guard let bytes = Base64.decode(text) else { throw field.expected("base64url") }
    return bytes
  }
}
