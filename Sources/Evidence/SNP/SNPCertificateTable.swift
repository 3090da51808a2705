/// The certificates that a host hands to a guest beside its report (SEV-SNP's guest-hypervisor
/// interface, publication 56421, section 4.1.8.1): a table of identifiers, offsets and lengths, ended
/// by zeros, then the certificates in DER.
enum SNPCertificateTable {
  // As bytes in the order of the table; identifiers are written as in RFC 4122.
  private static let vcek: [UInt8] = [
    0x63, 0xDA, 0x75, 0x8D, 0xE6, 0x64, 0x45, 0x64, 0xAD, 0xC5, 0xF4, 0xB9, 0x3B, 0xE8, 0xAC, 0xCD,
  ]
  private static let vlek: [UInt8] = [
    0xA8, 0x07, 0x4B, 0xC2, 0xA2, 0x5A, 0x48, 0x3E, 0xAA, 0xE6, 0x39, 0xC0, 0x45, 0xA0, 0xB8, 0xA1,
  ]
  private static let mostEntries = 16

  /// The certificate of the key that signs reports, the cloud provider's before the chip's; nil for a
  /// table without one, or an empty one.
  static func leaf(_ bytes: [UInt8]) throws(EvidenceError) -> [UInt8]? {
    if bytes.isEmpty { return nil }
    var reader = ByteReader(bytes, of: "table of certificates")
    var found: [[UInt8]: [UInt8]] = [:]
    for _ in 0..<mostEntries {
      let identifier = try reader.take(16, "identifier")
      let offset = Int(try reader.little("offset", as: UInt32.self))
      let length = Int(try reader.little("length", as: UInt32.self))
      if identifier.allSatisfy({ $0 == 0 }) { return found[vlek] ?? found[vcek] }
      guard offset <= bytes.count, length <= bytes.count - offset else {
        throw reader.malformed("an entry of \(length) bytes at \(offset), of \(bytes.count)")
      }
      found[identifier] = Array(bytes[offset..<(offset + length)])
    }
    throw reader.malformed("more than \(mostEntries) entries")
  }
}
