import Content
import Evidence
import Linux

/// Evidence that hardware made, from the vectors beside the checkout or where `ASSAY_VECTORS` says.
enum HardwareSample {
  /// A moment at which the certificates and the collateral hold.
  static let time = "2025-06-19T11:16:00.000Z"

  /// A report of SEV-SNP, a quote of TDX and one of a TPM, by the number of the provider that shows it,
  /// and what vendors publish about them; nil where there are no vectors.
  static func read() throws -> (evidence: [Int: Evidence], Collateral)? {
    let root = Environment.value(of: "ASSAY_VECTORS") ?? "../shared/vectors"
    guard (try? FileDescriptor.open(root, [.readOnly, .directory])) != nil else { return nil }
    func bytes(_ path: String) throws -> [UInt8] {
      try FileDescriptor.open("\(root)/\(path)", .readOnly).readAll(limit: 1 << 20)
    }
    let report = Evidence(
      kind: .sevSNP,
      parts: [
        .report: try bytes("sev-snp/milan-v2/report.bin"),
        .certificates: try bytes("sev-snp/milan-v2/vcek.der"),
      ])
    let quote = Evidence(kind: .tdx, parts: [.quote: try bytes("tdx/v4-uptodate/quote.bin")])
    let module = try Self.module { try bytes("tpm2/gce-cos85-nonce9009/\($0)") }
    let own = try Environment.executablePath().split(separator: "/").dropLast()
    let directory = "/" + own.joined(separator: "/") + "/collateral-benchmark"
    try makeDirectories(directory)
    let handle = try FileDescriptor.open(directory, [.readOnly, .directory])
    try handle.write(bytes("tdx/v4-uptodate/collateral.json"), to: "tdx.json", .atomic)
    try handle.write(bytes("sev-snp/ca/ask-ark-milan.pem"), to: "sev-snp.pem", .atomic)
    return ([0: report, 1: quote, 2: module], try Collateral(readingFrom: directory))
  }

  private static func module(_ read: (String) throws -> [UInt8]) throws -> Evidence {
    let values = try JSONField(JSON(parsing: read("pcrs-sha256.json"))).tag("sha256")
    let registers = try (0..<24).flatMap { index in
      try values.tag("\(index)").hexadecimal(count: 32)
    }
    return Evidence(
      kind: .tpm2,
      parts: [
        .quote: try read("quote-sha256.msg"), .signature: try read("quote-sha256.sig"),
        .key: try read("ak_pub.tpmt"), .registers: registers,
        .eventLog: try read("eventlog.bin"),
      ])
  }
}
