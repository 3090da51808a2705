package import Crypto

/// A TPM's signature (TPMT_SIGNATURE, part 2, section 11.3.4) over a quote.
package struct TPMSignature: Hashable, Sendable {
  package let scheme: SignatureScheme
  package let hash: HashAlgorithm
  /// For ECDSA r and s, each filled up to the longest coordinate that a scheme here has.
  private let numbers: [[UInt8]]

  /// - Throws: `malformed`; `unsupported` for SHA-1 and for schemes that are not known.
  package init(_ bytes: [UInt8]) throws(EvidenceError) {
    var reader = ByteReader(bytes, of: "TPM signature")
    let algorithm = try TPMAlgorithm(&reader, "sigAlg")
    let digest = try TPMAlgorithm(&reader, "hash")
    guard let hash = digest.hash else {
      throw EvidenceError(.unsupported, "a signature with \(digest), expected SHA-256 or longer")
    }
    self.hash = hash
    switch algorithm {
    case .rsaSSA: scheme = .rsaPKCS1(hash)
    case .rsaPSS: scheme = .rsaPSS(hash)
    case .ecDSA: scheme = .ecdsaConcatenated(hash)
    default: throw EvidenceError(.unsupported, "a signature by \(algorithm)")
    }
    var numbers = [try reader.sized("signature", atMost: 1024)]
    if algorithm == .ecDSA { numbers.append(try reader.sized("signatureS", atMost: 48)) }
    self.numbers = numbers
    try reader.finish()
  }

  /// Whether it is `key`'s signature of `message`.
  package func isValid(for message: [UInt8], by key: VerificationKey) -> Bool {
    guard let width = key.algorithm.coordinateByteCount else {
      return key.isValid(numbers[0], for: message, by: scheme)
    }
    guard numbers.allSatisfy({ $0.count <= width }) else { return false }
    // A TPM may leave out leading zeros.
    let padded = numbers.flatMap { [UInt8](repeating: 0, count: width - $0.count) + $0 }
    return key.isValid(padded, for: message, by: scheme)
  }
}
