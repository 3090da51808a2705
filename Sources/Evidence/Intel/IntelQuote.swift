/// A quote of SGX (versions 3 to 5) or TDX (4 and 5), its fields read and nothing yet believed
/// (Intel's “TDX DCAP quoting library API”, appendix A.3 and A.4).
package struct IntelQuote: Hashable, Sendable {
  package enum Body: Hashable, Sendable {
    case enclave(EnclaveReport)
    case domain(DomainReport)
  }

  private static let largestSignature = 64 << 10

  package let header: IntelQuoteHeader
  package let body: Body
  package let signature: IntelQuoteSignature
  /// Header and body, as the attestation key signed them.
  package let signedBytes: [UInt8]

  package var reportData: [UInt8] {
    switch body {
    case .enclave(let report): report.reportData
    case .domain(let report): report.reportData
    }
  }

  /// Reads a quote; bytes behind the length that it declares, which platforms pad buffers with,
  /// are not part of it.
  ///
  /// - Throws: `malformed`, `unsupported`.
  package init(_ bytes: [UInt8]) throws(EvidenceError) {
    var reader = ByteReader(bytes, of: "quote")
    header = try IntelQuoteHeader(&reader)
    let (technology, count) = try Self.bodyFormat(header, &reader)
    let content = try reader.take(count, "body")
    body =
      technology == .sgx
      ? .enclave(try EnclaveReport(content)) : .domain(try DomainReport(content))
    signedBytes = Array(bytes[..<reader.position])
    let length = Int(try reader.little("signature length", as: UInt32.self))
    guard length <= Self.largestSignature else {
      throw reader.malformed("signature data of \(length) bytes")
    }
    let data = try reader.take(length, "signature data")
    signature = try IntelQuoteSignature(data, version: header.version)
  }

  /// What the body is and how long; version 5 says it itself.
  private static func bodyFormat(
    _ header: IntelQuoteHeader, _ reader: inout ByteReader
  ) throws(EvidenceError) -> (technology: IntelQuoteHeader.Technology, byteCount: Int) {
    guard header.version == 5 else {
      let isEnclave = header.technology == .sgx
      return (header.technology, isEnclave ? EnclaveReport.byteCount : DomainReport.byteCount)
    }
    let type: UInt16 = try reader.little("body type")
    let size: UInt32 = try reader.little("body size")
    let formats: [UInt16: (IntelQuoteHeader.Technology, Int)] = [
      1: (.sgx, EnclaveReport.byteCount), 2: (.tdx, DomainReport.byteCount),
      3: (.tdx, DomainReport.byteCountOf15),
    ]
    guard let format = formats[type] else {
      throw EvidenceError(.unsupported, "quote body of type \(type); known are 1, 2 and 3")
    }
    guard Int(size) == format.1, format.0 == header.technology else {
      throw reader.malformed("a body of type \(type) and \(size) bytes for \(header.technology)")
    }
    return format
  }
}
