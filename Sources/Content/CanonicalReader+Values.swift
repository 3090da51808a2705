package import Crypto

extension CanonicalReader {
  /// Reads a member that is a digest: `sha256:` and 64 digits.
  package mutating func digest(_ name: StaticString) throws(FieldError) -> Digest {
    Digest(
      value: try hexadecimal(name, count: SHA256.byteCount, prefix: Digest.prefix))
  }

  /// Reads a member that is an Ed25519 public key in hexadecimal.
  package mutating func publicKey(_ name: StaticString) throws(FieldError) -> PublicKey {
    let bytes = try hexadecimal(name, count: PublicKey.byteCount)
    guard let key = PublicKey(bytes) else {
      throw expected("before this an Ed25519 public key that is canonical and not of small order")
    }
    return key
  }

  /// Reads a member that is a moment such as `2026-11-20T22:28:51.042Z`.
  package mutating func timestamp(_ name: StaticString) throws(FieldError) -> Timestamp {
    try text(name, expected: "a time in UTC such as “2026-11-20T22:28:51.042Z”") { Timestamp($0) }
  }

  /// Reads a member that is one of the raw values of an enumeration.
  package mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: StaticString, of type: Choice.Type
  ) throws(FieldError) -> Choice where Choice.RawValue == String {
    let all = { Choice.allCases.map { "“\($0.rawValue)”" }.joined(separator: ", ") }
    return try text(name, expected: "one of \(all())") { Choice(rawValue: $0) }
  }
}
