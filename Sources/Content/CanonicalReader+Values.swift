package import Crypto

extension CanonicalReader {
  /// Reads a member that is a digest: `sha256:` and 64 digits.
  package mutating func digest(_ name: StaticString) throws(FieldError) -> Digest {
    Digest(
      value: try hexadecimal(name, count: SHA256.byteCount, prefix: Digest.prefix))
  }

  /// Reads a member that is an Ed25519 public key in hexadecimal.
  package mutating func publicKey(_ name: StaticString) throws(FieldError) -> PublicKey {
    let start = self
    guard let key = PublicKey(try hexadecimal(name, count: PublicKey.byteCount)) else {
      throw start.expected("an Ed25519 public key that is canonical and not of small order")
    }
    return key
  }

  /// Reads a member that is a moment such as `2026-11-20T22:28:51.042Z`.
  package mutating func timestamp(_ name: StaticString) throws(FieldError) -> Timestamp {
    try begin(name)
    let start = self
    guard let moment = Timestamp(try string()) else {
      throw start.expected("a time in UTC such as “2026-11-20T22:28:51.042Z”")
    }
    end()
    return moment
  }
}
