/// What a TPM says about its registers: a TPMS_ATTEST of the quoting kind, its fields read and nothing
/// yet believed (TPM 2.0 Library, part 2, section 10.12.12); big-endian.
package struct TPMQuote: Hashable, Sendable {
  /// The registers of one bank that were quoted.
  package struct Selection: Hashable, Sendable {
    package let bank: TPMAlgorithm
    /// Ascending.
    package let registers: [Int]
  }

  private static let magic: UInt32 = 0xFF54_4347
  private static let quoteType: UInt16 = 0x8018
  private static let mostSelections = 16
  private static let largestDigest = 64

  package let bytes: [UInt8]
  /// The qualified name of the key that signed.
  package let signer: [UInt8]
  /// What the caller asked to be signed along.
  package let extraData: [UInt8]
  package let resetCount: UInt32
  package let restartCount: UInt32
  package let firmwareVersion: UInt64
  package let selections: [Selection]
  /// Of the selected registers' values, one after the other, by the hash of the signature.
  package let registerDigest: [UInt8]

  /// - Throws: `malformed`, `unsupported`.
  package init(_ bytes: [UInt8]) throws(EvidenceError) {
    self.bytes = bytes
    var reader = ByteReader(bytes, of: "TPM quote")
    let magic: UInt32 = try reader.big("magic")
    // Only what the TPM itself made starts like this; a restricted key signs nothing else that does.
    guard magic == Self.magic else { throw reader.malformed("it was not made inside a TPM") }
    let type: UInt16 = try reader.big("type")
    guard type == Self.quoteType else {
      throw reader.malformed("an attestation of type \(type), expected a quote (32792)")
    }
    signer = try reader.sized("qualifiedSigner", atMost: 2 + Self.largestDigest)
    extraData = try reader.sized("extraData", atMost: 2 + Self.largestDigest)
    try reader.skip(8, "clock")
    resetCount = try reader.big("resetCount")
    restartCount = try reader.big("restartCount")
    let safe: UInt8 = try reader.big("safe")
    guard safe <= 1 else { throw reader.malformed("safe is \(safe), expected 0 or 1") }
    firmwareVersion = try reader.big("firmwareVersion")
    let count: UInt32 = try reader.big("selection count")
    guard count <= Self.mostSelections else {
      throw reader.malformed("\(count) selections of registers")
    }
    var selections: [Selection] = []
    for _ in 0..<count { selections.append(try Self.selection(&reader)) }
    self.selections = selections
    registerDigest = try reader.sized("pcrDigest", atMost: Self.largestDigest)
    try reader.finish()
  }

  private static func selection(_ reader: inout ByteReader) throws(EvidenceError) -> Selection {
    let bank = try TPMAlgorithm(&reader, "bank")
    let size: UInt8 = try reader.big("size of selection")
    guard size <= 4 else { throw reader.malformed("a selection of \(size) bytes") }
    let bits = try reader.take(Int(size), "selection")
    let registers = (0..<(8 * bits.count)).filter { bits[$0 / 8] & 1 << ($0 % 8) != 0 }
    return Selection(bank: bank, registers: registers)
  }
}
