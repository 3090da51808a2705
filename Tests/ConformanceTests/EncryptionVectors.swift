import Content
import Crypto
import TestSupport

/// HKDF and ChaCha20-Poly1305 as wycheproof tests them.
enum EncryptionVectors {
  static let files = ["hkdf_sha256_test.json", "chacha20_poly1305_test.json"]

  static func all(_ root: String) throws -> [ConformanceReport] {
    [try derivation("\(root)/\(files[0])"), try encryption("\(root)/\(files[1])")]
  }

  private static func derivation(_ path: String) throws -> ConformanceReport {
    var report = ConformanceReport("wycheproof, HKDF-SHA-256")
    for test in try tests(path) {
      let size = Int(try test.tag("size").integer(in: 0...100_000))
      guard (1...HKDF.largestOutput).contains(size) else {
        // A caller's mistake, on which the function does not return.
        report.skip(because: "larger than HKDF gives")
        continue
      }
      var secret = try SignatureVectors.bytes(test.tag("ikm"))
      let output = HKDF.derive(
        from: SecretBytes(moving: &secret), salt: try SignatureVectors.bytes(test.tag("salt")),
        info: try SignatureVectors.bytes(test.tag("info")), count: size)
      let expected = try SignatureVectors.bytes(test.tag("okm"))
      let number = try number(test)
      let bytes = unsafe output.withBytes { unsafe Array($0) }
      report.check(bytes == expected, "case \(number)")
    }
    return report
  }

  private static func encryption(_ path: String) throws -> ConformanceReport {
    var report = ConformanceReport("wycheproof, ChaCha20-Poly1305")
    for test in try tests(path) {
      let nonce = try SignatureVectors.bytes(test.tag("iv"))
      let associated = try SignatureVectors.bytes(test.tag("aad"))
      guard associated.isEmpty, nonce.count == ChaCha20Poly1305.nonceByteCount else {
        report.skip(because: "associated data, other nonces: not offered")
        continue
      }
      var key = try SignatureVectors.bytes(test.tag("key"))
      let cipher = ChaCha20Poly1305(key: SecretBytes(moving: &key))
      let plain = try SignatureVectors.bytes(test.tag("msg"))
      let sealed =
        try SignatureVectors.bytes(test.tag("ct")) + SignatureVectors.bytes(test.tag("tag"))
      let number = try number(test)
      let isValid = try test.tag("result").string() == "valid"
      report.check(
        (open(sealed, cipher, nonce) == plain) == isValid, "opening case \(number)")
      report.check(
        (seal(plain, cipher, nonce) == sealed) == isValid, "sealing case \(number)")
    }
    return report
  }

  private static func open(
    _ sealed: [UInt8], _ cipher: borrowing ChaCha20Poly1305, _ nonce: [UInt8]
  ) -> [UInt8]? {
    var plain = [UInt8](repeating: 0, count: sealed.count - ChaCha20Poly1305.tagByteCount)
    let isGenuine = unsafe plain.withUnsafeMutableBytes { target in
      unsafe sealed.withUnsafeBytes { unsafe cipher.open($0, nonce: nonce, into: target) }
    }
    return isGenuine ? plain : nil
  }

  private static func seal(
    _ plain: [UInt8], _ cipher: borrowing ChaCha20Poly1305, _ nonce: [UInt8]
  ) -> [UInt8] {
    var sealed = [UInt8](repeating: 0, count: plain.count + ChaCha20Poly1305.tagByteCount)
    unsafe sealed.withUnsafeMutableBytes { target in
      unsafe plain.withUnsafeBytes { unsafe cipher.seal($0, nonce: nonce, into: target) }
    }
    return sealed
  }

  private static func tests(_ path: String) throws -> [JSONField] {
    try SignatureVectors.document(path).tag("testGroups").elements(atMost: 10_000).flatMap {
      try $0.tag("tests").elements(atMost: 10_000)
    }
  }

  private static func number(_ test: JSONField) throws -> Int64 {
    try test.tag("tcId").integer(in: 0...100_000)
  }
}
