package import Content

/// The lease that an execution was made for: its id and the requestor's nonce, so that a statement
/// cannot be replayed for another lease.
package struct LeaseReference: Hashable, Sendable {
  package static let nonceByteCount = 32

  package let id: Digest
  /// Exactly 32 bytes.
  package let nonce: [UInt8]

  package init(id: Digest, nonce: [UInt8]) {
    self.id = id
    self.nonce = nonce
  }

  init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object("id", "nonce")
    id = try fields["id"].digest()
    nonce = try fields["nonce"].hexadecimal(count: Self.nonceByteCount)
  }

  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      writer.member("id", id.description)
      writer.member("nonce", Hexadecimal.encode(nonce))
    }
  }

  func validate(_ rule: FieldRule) throws(FieldError) {
    try rule["nonce"].require(
      nonce.count == Self.nonceByteCount, Hexadecimal.encode(nonce), "32 bytes")
  }
}
