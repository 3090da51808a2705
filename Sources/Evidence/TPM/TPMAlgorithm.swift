package import Crypto

/// Identifiers of algorithms as TPMs have them (TCG Algorithm Registry, table 3).
package enum TPMAlgorithm: UInt16, Sendable {
  case rsa = 0x0001
  case sha1 = 0x0004
  case sha256 = 0x000B
  case sha384 = 0x000C
  case sha512 = 0x000D
  case null = 0x0010
  case rsaSSA = 0x0014
  case rsaPSS = 0x0016
  case ecDSA = 0x0018
  case ecc = 0x0023

  /// The hash function, if it is one that still holds.
  package var hash: HashAlgorithm? {
    switch self {
    case .sha256: .sha256
    case .sha384: .sha384
    case .sha512: .sha512
    default: nil
    }
  }

  init(_ reader: inout ByteReader, _ field: StaticString) throws(EvidenceError) {
    let number: UInt16 = try reader.big(field)
    guard let algorithm = TPMAlgorithm(rawValue: number) else {
      throw EvidenceError(.unsupported, "\(field): algorithm \(number)")
    }
    self = algorithm
  }
}
