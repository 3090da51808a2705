import Crypto

/// RSA as wycheproof tests it: the schemes of TPM quotes and of AMD's certificates.
enum RSAVectors {
  static let sets: [WycheproofSet] = [
    WycheproofSet(
      file: "rsa_signature_2048_sha256_test.json", name: "RSA PKCS#1 SHA-256", .rsaPKCS1(.sha256)),
    WycheproofSet(
      file: "rsa_pss_4096_sha384_mgf1_48_test.json", name: "RSA-PSS SHA-384", .rsaPSS(.sha384)),
  ]

  static func all(_ root: String) throws -> [ConformanceReport] {
    try sets.map { try $0.run(root) }
  }
}
