import Content
import Crypto

/// One file of wycheproof's about signatures under one scheme.
struct WycheproofSet {
  let file: String
  let name: String
  let scheme: SignatureScheme

  init(file: String, name: String, _ scheme: SignatureScheme) {
    self.file = file
    self.name = name
    self.scheme = scheme
  }

  /// Where the set leaves it open (a missing NULL in a PKCS#1 digest), our rule is to refuse.
  func run(_ root: String) throws -> ConformanceReport {
    var report = ConformanceReport("wycheproof, \(name)")
    let document = try SignatureVectors.document("\(root)/\(file)")
    for group in try document.tag("testGroups").elements(atMost: 10_000) {
      let encoded = try SignatureVectors.bytes(group.tag("publicKeyDer"))
      let key = try VerificationKey(subjectPublicKeyInfo: encoded)
      for test in try group.tag("tests").elements(atMost: 10_000) {
        let valid = try key.isValid(
          SignatureVectors.bytes(test.tag("sig")), for: SignatureVectors.bytes(test.tag("msg")),
          by: scheme)
        let result = try test.tag("result").string()
        let number = try test.tag("tcId").integer(in: 0...100_000)
        report.check(valid == (result == "valid"), "case \(number): \(result), found \(valid)")
      }
    }
    return report
  }
}
