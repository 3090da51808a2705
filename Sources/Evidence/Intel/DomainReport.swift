/// What the TDX module says about a trust domain: the body of a quote, 584 bytes in TDX 1.0 and 648
/// in 1.5, little-endian (Intel's “TDX DCAP quoting library API”, appendix A.3.2).
package struct DomainReport: Hashable, Sendable {
  static let byteCount = 584
  static let byteCountOf15 = 648

  /// Versions of the module (byte 0), its major version (byte 1) and the parts below it.
  package let moduleTCB: [UInt8]
  package let module: [UInt8]
  package let moduleSigner: [UInt8]
  package let moduleAttributes: [UInt8]
  package let attributes: UInt64
  package let extendedFeatures: [UInt8]
  /// MRTD: what the domain consisted of when it was built.
  package let initial: [UInt8]
  package let configuration: [UInt8]
  package let owner: [UInt8]
  package let ownerConfiguration: [UInt8]
  /// RTMR0 to RTMR3.
  package let registers: [[UInt8]]
  package let reportData: [UInt8]

  /// Any bit of the attributes' lowest byte (TUD): the domain is under debug.
  package var isDebug: Bool { attributes & 0xFF != 0 }
  /// Bit 28.
  package var disablesPageFaults: Bool { attributes & 1 << 28 != 0 }

  init(_ bytes: [UInt8]) throws(EvidenceError) {
    var reader = ByteReader(bytes, of: "TD report")
    moduleTCB = try reader.take(16, "TEE_TCB_SVN")
    module = try reader.take(48, "MRSEAM")
    moduleSigner = try reader.take(48, "MRSIGNERSEAM")
    moduleAttributes = try reader.take(8, "SEAMATTRIBUTES")
    attributes = try reader.little("TDATTRIBUTES")
    extendedFeatures = try reader.take(8, "XFAM")
    initial = try reader.take(48, "MRTD")
    configuration = try reader.take(48, "MRCONFIGID")
    owner = try reader.take(48, "MROWNER")
    ownerConfiguration = try reader.take(48, "MROWNERCONFIG")
    var registers: [[UInt8]] = []
    for _ in 0..<4 { registers.append(try reader.take(48, "RTMR")) }
    self.registers = registers
    reportData = try reader.take(64, "REPORTDATA")
    if bytes.count == Self.byteCountOf15 { try reader.skip(64, "TEE_TCB_SVN_2, MRSERVICETD") }
    try reader.finish()
  }
}
