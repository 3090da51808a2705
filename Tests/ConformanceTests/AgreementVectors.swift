import Content
import Crypto

/// X25519 as wycheproof tests it.
enum AgreementVectors {
  static let file = "x25519_test.json"

  /// Where the set leaves it open, our rule is to compute what the standard's function gives, and to
  /// refuse a secret of zeros alone.
  static func run(_ root: String) throws -> ConformanceReport {
    var report = ConformanceReport("wycheproof, X25519")
    for group in try SignatureVectors.document("\(root)/\(file)").tag("testGroups")
      .elements(atMost: 10_000)
    {
      for test in try group.tag("tests").elements(atMost: 10_000) {
        let expected = try SignatureVectors.bytes(test.tag("shared"))
        let shared = try agree(
          SignatureVectors.bytes(test.tag("private")), SignatureVectors.bytes(test.tag("public")))
        let isZero = expected.allSatisfy { $0 == 0 }
        let number = try test.tag("tcId").integer(in: 0...100_000)
        report.check(
          isZero ? shared == nil : shared == expected, "case \(number): expected \(expected)")
      }
    }
    return report
  }

  private static func agree(_ secret: [UInt8], _ peer: [UInt8]) throws -> [UInt8]? {
    var bytes = secret
    let key = try X25519PrivateKey(scalar: SecretBytes(moving: &bytes))
    guard let peer = X25519PublicKey(peer) else { return nil }
    do throws(CryptoError) {
      let shared = try key.sharedSecret(with: peer)
      return unsafe shared.withBytes { unsafe Array($0) }
    } catch {
      return nil
    }
  }
}
