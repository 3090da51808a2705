/// Who signed a quote and why that key counts: the quoting enclave's attestation key, the report
/// that binds it, and the certificate of the key that signed that report.
package struct IntelQuoteSignature: Hashable, Sendable {
  /// How the key that signed the enclave's report is certified.
  package enum Certification: Hashable, Sendable {
    /// A chain in PEM, leaf first (type 5).
    case chain([UInt8])
    /// Left to be found by what the platform calls itself (types 1 to 4 and 7).
    case elsewhere(type: UInt16)
  }

  private static let pemChain: UInt16 = 5
  private static let enclaveReport: UInt16 = 6

  /// Over header and body by the attestation key: r and s, big-endian.
  package let signature: [UInt8]
  /// x and y on P-256, big-endian.
  package let attestationKey: [UInt8]
  package let enclaveReport: EnclaveReport
  package let enclaveReportBytes: [UInt8]
  /// Over the enclave's report, by the platform's certified key.
  package let enclaveSignature: [UInt8]
  package let authenticationData: [UInt8]
  package let certification: Certification

  init(_ bytes: [UInt8], version: UInt16) throws(EvidenceError) {
    var reader = ByteReader(bytes, of: "quote signature")
    signature = try reader.take(64, "signature")
    attestationKey = try reader.take(64, "attestation key")
    if version > 3 {
      // From version 4 on, what follows is wrapped as certification data of its own.
      let (type, content) = try Self.certificationData(&reader)
      guard type == Self.enclaveReport else {
        throw EvidenceError(.unsupported, "certification data of type \(type), expected 6")
      }
      try reader.finish()
      reader = ByteReader(content, of: "enclave report certification")
    }
    enclaveReportBytes = try reader.take(EnclaveReport.byteCount, "enclave report")
    enclaveReport = try EnclaveReport(enclaveReportBytes)
    enclaveSignature = try reader.take(64, "enclave report signature")
    authenticationData = try reader.take(
      Int(reader.little("authentication length", as: UInt16.self)), "authentication data")
    let (type, content) = try Self.certificationData(&reader)
    try reader.finish()
    switch type {
    case Self.pemChain: certification = .chain(content)
    case 1...4, 7: certification = .elsewhere(type: type)
    default: throw EvidenceError(.unsupported, "certification data of type \(type)")
    }
  }

  private static func certificationData(
    _ reader: inout ByteReader
  ) throws(EvidenceError) -> (type: UInt16, content: [UInt8]) {
    let type: UInt16 = try reader.little("certification type")
    let count = Int(try reader.little("certification length", as: UInt32.self))
    return (type, try reader.take(count, "certification data"))
  }
}
