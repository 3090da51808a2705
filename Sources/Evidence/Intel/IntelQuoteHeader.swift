/// The first 48 bytes of a quote (Intel's “SGX/TDX DCAP quoting library API”, appendix A.3.1).
package struct IntelQuoteHeader: Hashable, Sendable {
  package enum Technology: UInt32, Sendable {
    case sgx = 0
    case tdx = 0x81
  }

  static let byteCount = 48
  private static let ecdsaP256: UInt16 = 2
  /// 939a7233-f79c-4ca9-940a-0db3957f0607: Intel's quoting enclaves.
  private static let intelVendor: [UInt8] = [
    0x93, 0x9A, 0x72, 0x33, 0xF7, 0x9C, 0x4C, 0xA9, 0x94, 0x0A, 0x0D, 0xB3, 0x95, 0x7F, 0x06, 0x07,
  ]

  /// 3, 4 or 5.
  package let version: UInt16
  package let technology: Technology

  init(_ reader: inout ByteReader) throws(EvidenceError) {
    version = try reader.little("version")
    guard (3...5).contains(version) else {
      throw EvidenceError(.unsupported, "quote version \(version); known are 3, 4 and 5")
    }
    let keyType: UInt16 = try reader.little("attestation key type")
    guard keyType == Self.ecdsaP256 else {
      throw EvidenceError(.unsupported, "attestation key type \(keyType); known is 2, ECDSA P-256")
    }
    let type: UInt32 = try reader.little("TEE type")
    guard let technology = Technology(rawValue: type), version > 3 || technology == .sgx else {
      throw EvidenceError(.unsupported, "TEE type \(type) in a quote of version \(version)")
    }
    self.technology = technology
    try reader.skip(4, "QE and PCE versions")
    let vendor = try reader.take(16, "QE vendor")
    guard vendor == Self.intelVendor else {
      throw EvidenceError(.unsupported, "the quoting enclave of vendor \(vendor.hexadecimal)")
    }
    try reader.skip(20, "user data")
  }
}
