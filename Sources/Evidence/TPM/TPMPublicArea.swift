package import Crypto

/// The public half of a TPM's key with what the TPM guarantees of it (TPMT_PUBLIC, part 2, section
/// 12.2.4).
package struct TPMPublicArea: Sendable {
  /// Bits of TPMA_OBJECT.
  private enum Attribute: UInt32, CaseIterable {
    case fixedTPM = 1
    case sensitiveDataOrigin = 5
    case restricted = 16
    case decrypt = 17
    case sign = 18
  }

  package let bytes: [UInt8]
  package let attributes: UInt32
  package let nameAlgorithm: HashAlgorithm
  package let key: VerificationKey

  /// By which the TPM calls the key: the algorithm's number and the hash of this area.
  package var name: [UInt8] {
    let number: UInt16 =
      switch nameAlgorithm {
      case .sha256: TPMAlgorithm.sha256.rawValue
      case .sha384: TPMAlgorithm.sha384.rawValue
      case .sha512: TPMAlgorithm.sha512.rawValue
      }
    return [UInt8(number >> 8), UInt8(number & 0xFF)] + nameAlgorithm.hash(bytes)
  }

  /// - Throws: `malformed`, `unsupported`.
  package init(_ bytes: [UInt8]) throws(EvidenceError) {
    self.bytes = bytes
    var reader = ByteReader(bytes, of: "TPM key")
    let type = try TPMAlgorithm(&reader, "type")
    guard let hash = try TPMAlgorithm(&reader, "nameAlg").hash else {
      throw EvidenceError(.unsupported, "a TPM key named by SHA-1")
    }
    nameAlgorithm = hash
    attributes = try reader.big("objectAttributes")
    _ = try reader.sized("authPolicy", atMost: 64)
    // A signing key has no cipher of its own.
    guard try TPMAlgorithm(&reader, "symmetric") == .null else {
      throw EvidenceError(.unsupported, "a TPM key with a cipher, which signs nothing")
    }
    if try TPMAlgorithm(&reader, "scheme") != .null { try reader.skip(2, "scheme's hash") }
    switch type {
    case .rsa: key = try Self.rsa(&reader)
    case .ecc: key = try Self.elliptic(&reader)
    default: throw EvidenceError(.unsupported, "a TPM key of type \(type)")
    }
    try reader.finish()
  }

  private static func rsa(_ reader: inout ByteReader) throws(EvidenceError) -> VerificationKey {
    try reader.skip(2, "keyBits")
    let exponent = try reader.take(4, "exponent")
    let modulus = try reader.sized("modulus", atMost: 1024)
    // Zero stands for 65537.
    let isDefault = exponent.allSatisfy { $0 == 0 }
    do throws(CryptoError) {
      return try VerificationKey(modulus: modulus, exponent: isDefault ? [1, 0, 1] : exponent)
    } catch {
      throw EvidenceError(.unsupported, error.detail)
    }
  }

  private static func elliptic(
    _ reader: inout ByteReader
  ) throws(EvidenceError) -> VerificationKey {
    let curve: UInt16 = try reader.big("curve")
    // TPM_ECC_NIST_P256 and P384.
    guard let width = [3: 32, 4: 48][curve] else {
      throw EvidenceError(.unsupported, "a TPM key on curve \(curve)")
    }
    if try TPMAlgorithm(&reader, "kdf") != .null { try reader.skip(2, "kdf's hash") }
    var point: [UInt8] = []
    for _ in 0..<2 {
      let coordinate = try reader.sized("coordinate", atMost: width)
      point += [UInt8](repeating: 0, count: width - coordinate.count) + coordinate
    }
    do throws(CryptoError) {
      return try VerificationKey(point: point)
    } catch {
      throw EvidenceError(.malformed, error.detail)
    }
  }

  /// What this key lacks of one that signs only what its TPM says, and never leaves it.
  package var shortcomings: [String] {
    Attribute.allCases.compactMap { attribute in
      let isSet = attributes & 1 << attribute.rawValue != 0
      let isWanted = attribute != .decrypt
      return isSet == isWanted ? nil : "\(isWanted ? "not " : "")\(attribute)"
    }
  }
}
