/// What an SGX processor says about an enclave: the body of a report, 384 bytes, little-endian
/// (Intel's Software Developer's Manual, volume 3D, table 38-21).
package struct EnclaveReport: Hashable, Sendable {
  static let byteCount = 384

  package let processorSVN: [UInt8]
  package let miscellaneous: UInt32
  /// Sixteen bytes: flags, then XFRM.
  package let attributes: [UInt8]
  package let enclave: [UInt8]
  package let signer: [UInt8]
  package let product: UInt16
  package let version: UInt16
  package let reportData: [UInt8]

  /// Bit 1 of the flags.
  package var isDebug: Bool { attributes[0] & 2 != 0 }

  init(_ bytes: [UInt8]) throws(EvidenceError) {
    var reader = ByteReader(bytes, of: "enclave report")
    processorSVN = try reader.take(16, "CPUSVN")
    miscellaneous = try reader.little("MISCSELECT")
    try reader.skip(28, "reserved")
    attributes = try reader.take(16, "ATTRIBUTES")
    enclave = try reader.take(32, "MRENCLAVE")
    try reader.skip(32, "reserved")
    signer = try reader.take(32, "MRSIGNER")
    try reader.skip(96, "reserved, CONFIGID")
    product = try reader.little("ISVPRODID")
    version = try reader.little("ISVSVN")
    try reader.skip(60, "CONFIGSVN, reserved, ISVFAMILYID")
    reportData = try reader.take(64, "REPORTDATA")
    try reader.finish()
  }
}
