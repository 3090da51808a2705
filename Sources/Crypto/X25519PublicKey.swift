/// An X25519 public key: the 32 bytes of a u-coordinate (RFC 7748 section 5).
package struct X25519PublicKey: Hashable, Sendable {
  package static let byteCount = 32

  package let bytes: [UInt8]

  /// Nil unless there are exactly 32 bytes; every such string is a u-coordinate.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }

  init(unchecked bytes: [UInt8]) { self.bytes = bytes }
}
