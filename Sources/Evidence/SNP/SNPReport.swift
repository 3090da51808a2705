/// An attestation report of SEV-SNP, its fields read and nothing yet believed (publication 56860,
/// table 23): 1184 bytes, little-endian.
package struct SNPReport: Hashable, Sendable {
  package static let byteCount = 1184
  /// What the signature covers: 0 to 29Fh.
  static let signedByteCount = 0x2A0
  private static let knownVersions: ClosedRange<UInt32> = 2...5
  private static let ecdsaP384WithSHA384: UInt32 = 1

  /// The key that signed.
  package enum SigningKey: UInt32, Sendable {
    /// Of the chip and its firmware versions.
    case vcek = 0
    /// Of a cloud provider, loaded into the chip.
    case vlek = 1
    case none = 7
  }

  package let version: UInt32
  package let policy: UInt64
  package let vmpl: UInt32
  package let platformInfo: UInt64
  package let signingKey: SigningKey
  package let reportData: [UInt8]
  package let measurement: [UInt8]
  package let hostData: [UInt8]
  package let idKeyDigest: [UInt8]
  package let authorKeyDigest: [UInt8]
  /// Eight bytes each, to be read with `SNPFirmware`.
  package let currentTCB: [UInt8]
  package let reportedTCB: [UInt8]
  package let committedTCB: [UInt8]
  package let launchTCB: [UInt8]
  /// Family, model and stepping; nil before version 3.
  package let processor: (family: UInt8, model: UInt8, stepping: UInt8)?
  package let chipID: [UInt8]
  package let signedBytes: [UInt8]
  /// r and s, big-endian, 48 bytes each.
  package let signature: [UInt8]

  /// Bit 19 of the guest's policy.
  package var allowsDebug: Bool { policy & 1 << 19 != 0 }
  /// Bit 18: the guest may be moved by an agent that can read its memory.
  package var allowsMigrationAgent: Bool { policy & 1 << 18 != 0 }

  /// - Throws: `malformed`, `unsupported`.
  package init(_ bytes: [UInt8]) throws(EvidenceError) {
    guard bytes.count == Self.byteCount else {
      throw EvidenceError(
        .malformed, "an SEV-SNP report has \(Self.byteCount) bytes, this one \(bytes.count)")
    }
    var reader = ByteReader(bytes, of: "SEV-SNP report")
    version = try reader.little("VERSION")
    guard Self.knownVersions.contains(version) else {
      throw EvidenceError(
        .unsupported, "report version \(version); known are 2 to \(Self.knownVersions.upperBound)")
    }
    try reader.skip(4, "GUEST_SVN")
    policy = try reader.little("POLICY")
    try reader.skip(32, "FAMILY_ID, IMAGE_ID")
    vmpl = try reader.little("VMPL")
    let algorithm: UInt32 = try reader.little("SIGNATURE_ALGO")
    guard algorithm == Self.ecdsaP384WithSHA384 else {
      throw EvidenceError(.unsupported, "signature algorithm \(algorithm); known is 1")
    }
    currentTCB = try reader.take(8, "CURRENT_TCB")
    platformInfo = try reader.little("PLATFORM_INFO")
    let flags: UInt32 = try reader.little("flags")
    guard let key = SigningKey(rawValue: flags >> 2 & 7), flags >> 5 == 0 else {
      throw reader.malformed("flags \(flags) name no signing key")
    }
    signingKey = key
    try reader.skip(4, "reserved")
    reportData = try reader.take(64, "REPORT_DATA")
    measurement = try reader.take(48, "MEASUREMENT")
    hostData = try reader.take(32, "HOST_DATA")
    idKeyDigest = try reader.take(48, "ID_KEY_DIGEST")
    authorKeyDigest = try reader.take(48, "AUTHOR_KEY_DIGEST")
    try reader.skip(64, "REPORT_ID, REPORT_ID_MA")
    reportedTCB = try reader.take(8, "REPORTED_TCB")
    let identity = try reader.take(24, "CPUID")
    processor = version >= 3 ? (identity[0], identity[1], identity[2]) : nil
    chipID = try reader.take(64, "CHIP_ID")
    committedTCB = try reader.take(8, "COMMITTED_TCB")
    try reader.skip(8, "firmware builds")
    launchTCB = try reader.take(8, "LAUNCH_TCB")
    signedBytes = Array(bytes[..<Self.signedByteCount])
    signature = try Self.signature(bytes[Self.signedByteCount...])
  }

  /// r and s stand in 72 bytes each, little-endian; 48 of them can be used on P-384.
  private static func signature(_ bytes: ArraySlice<UInt8>) throws(EvidenceError) -> [UInt8] {
    var reader = ByteReader(bytes, of: "signature of the SEV-SNP report")
    let (r, s) = (try reader.take(72, "R"), try reader.take(72, "S"))
    guard (r[48...] + s[48...]).allSatisfy({ $0 == 0 }) else {
      throw reader.malformed("R or S exceeds 384 bits")
    }
    guard reader.rest().allSatisfy({ $0 == 0 }) else {
      throw reader.malformed("reserved bytes behind S are set")
    }
    return r[..<48].reversed() + s[..<48].reversed()
  }

  package static func == (left: SNPReport, right: SNPReport) -> Bool {
    left.signedBytes == right.signedBytes && left.signature == right.signature
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(signedBytes) }
}
