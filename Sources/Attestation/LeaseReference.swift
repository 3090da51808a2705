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

  init(reading reader: inout CanonicalReader) throws(FieldError) {
    id = try reader.digest("id")
    nonce = try reader.hexadecimal("nonce", count: Self.nonceByteCount)
  }

  func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      writer.member("id", id)
      writer.member("nonce", hexadecimal: nonce)
    }
  }

  func validate() throws(FieldError) {
    try FieldRule.require(
      nonce.count == Self.nonceByteCount, "nonce", "\(nonce.count) bytes", "32 bytes")
  }
}
