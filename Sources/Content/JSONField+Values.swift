package import Crypto

extension JSONField {
  /// The member `name` of an object that may have others, too: for choosing a format by its tag.
  package func tag(_ name: String) throws(FieldError) -> JSONField {
    try openObject()[name]
  }

  /// An Ed25519 public key in hexadecimal.
  package func publicKey() throws(FieldError) -> PublicKey {
    guard case .string(let text)? = value, let key = PublicKey(hexadecimal: text) else {
      throw expected("an Ed25519 public key: 64 lower-case hexadecimal digits")
    }
    return key
  }

  /// A moment such as `2026-11-20T22:28:51.042Z`.
  package func timestamp() throws(FieldError) -> Timestamp {
    guard case .string(let text)? = value, let timestamp = Timestamp(text) else {
      throw expected("a time in UTC such as “2026-11-20T22:28:51.042Z”")
    }
    return timestamp
  }

  /// A relative path as `RelativePath` has it.
  package func relativePath() throws(FieldError) -> RelativePath {
    guard case .string(let text)? = value, let path = RelativePath(text) else {
      throw expected(RelativePath.rule)
    }
    return path
  }

  /// Exactly `count` bytes in hexadecimal.
  package func hexadecimal(count: Int) throws(FieldError) -> [UInt8] {
    guard case .string(let text)? = value, let bytes = Hexadecimal.decode(text),
      bytes.count == count
    else { throw expected("\(2 * count) lower-case hexadecimal digits") }
    return bytes
  }

  /// At most `limit` bytes in strict base64; a longer text is refused before it is decoded.
  package func base64(atMost limit: Int) throws(FieldError) -> [UInt8] {
    guard case .string(let text)? = value else { throw expected("a string in base64") }
    guard text.utf8.count <= (limit + 2) / 3 * 4, let bytes = Base64.decode(text),
      bytes.count <= limit
    else { throw expected("at most \(limit) bytes in padded standard base64") }
    return bytes
  }
}
