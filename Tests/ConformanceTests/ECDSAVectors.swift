import Crypto

/// ECDSA in DER as wycheproof tests it.
enum ECDSAVectors {
  static let sets: [WycheproofSet] = [
    WycheproofSet(file: "ecdsa_secp256r1_sha256_test.json", name: "ECDSA P-256", .ecdsa(.sha256)),
    WycheproofSet(file: "ecdsa_secp384r1_sha384_test.json", name: "ECDSA P-384", .ecdsa(.sha384)),
  ]

  static func all(_ root: String) throws -> [ConformanceReport] {
    try sets.map { try $0.run(root) }
  }
}
