import Content
import Crypto
import TestSupport

/// Ed25519 as wycheproof and C2SP's CCTV test it.
enum SignatureVectors {
  static func wycheproof(_ root: String) throws -> [ConformanceReport] {
    var report = ConformanceReport("wycheproof, Ed25519")
    let file = try document(root + "/ed25519_test.json")
    for group in try file.tag("testGroups").elements(atMost: 10_000) {
      let key = PublicKey(try bytes(group.tag("publicKey").tag("pk")))
      for test in try group.tag("tests").elements(atMost: 10_000) {
        let valid = try key?.isValid(bytes(test.tag("sig")), for: bytes(test.tag("msg"))) ?? false
        let expected = try test.tag("result").string() == "valid"
        let number = try test.tag("tcId").integer(in: 0...100_000)
        report.check(valid == expected, "case \(number): expected \(expected)")
      }
    }
    return try [report, AgreementVectors.run(root)] + EncryptionVectors.all(root)
      + ECDSAVectors.all(root)
      + RSAVectors.all(root) + unused(root)
  }

  private static let offered =
    ["ed25519_test.json", AgreementVectors.file] + EncryptionVectors.files
    + ECDSAVectors.sets.map(\.file)
    + RSAVectors.sets.map(\.file)

  /// Sets for algorithms that this package does not offer.
  private static func unused(_ root: String) throws -> [ConformanceReport] {
    var report = ConformanceReport("wycheproof, other algorithms")
    for name in try Repository.names(in: root)
    where name.hasSuffix("_test.json") && !offered.contains(name) {
      let count = try document("\(root)/\(name)").tag("numberOfTests").integer(in: 0...100_000)
      report.skip(Int(count), because: "\(name.dropLast("_test.json".count)) not offered")
    }
    return [report]
  }

  /// Signatures with points of small or mixed order and encodings that are not canonical: libraries
  /// disagree about them, so the rule is stated here, by flags, and the accepted set with it.
  ///
  /// Ours: no small-order A or R, nothing that is not canonical, and the cofactorless equation
  /// (which a low-order residue breaks). Mixed-order points pass if the equation holds.
  static func edgeCases(_ root: String) throws -> [ConformanceReport] {
    let excluding: Set<String> = [
      "low_order_A", "low_order_R", "low_order_residue", "non_canonical_A", "non_canonical_R",
    ]
    var report = ConformanceReport("CCTV, Ed25519")
    var accepted = 0
    for entry in try document(root + "/ed25519vectors.json").elements(atMost: 10_000) {
      var flags: Set<String> = []
      let list = try entry.tag("flags")
      if list.value != .null {
        for flag in try list.elements(atMost: 10) { flags.insert(try flag.string()) }
      }
      let key = PublicKey(try bytes(entry.tag("key")))
      let message = Array(try entry.tag("msg").string().utf8)
      let valid = try key?.isValid(bytes(entry.tag("sig")), for: message) ?? false
      let number = try entry.tag("number").integer(in: 0...100_000)
      report.check(valid == flags.isDisjoint(with: excluding), "\(number): \(flags.sorted())")
      accepted += valid ? 1 : 0
    }
    report.check(accepted == 26, "accepted \(accepted) of the set, expected 26")
    return [report]
  }

  static func document(_ path: String) throws -> JSONField {
    JSONField(try JSON(parsing: Repository.bytes(at: path)))
  }

  static func bytes(_ field: JSONField) throws -> [UInt8] {
    let text = try field.string()
    guard let bytes = Hexadecimal.decode(text) else { throw field.expected("hexadecimal") }
    return bytes
  }
}
