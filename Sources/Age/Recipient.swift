package import Crypto

/// Somebody whom files can be encrypted to: an X25519 public key, as text “age1…”.
package struct Recipient: Hashable, Sendable, CustomStringConvertible {
  private static let prefix = "age"

  package let key: X25519PublicKey

  package init(_ key: X25519PublicKey) { self.key = key }

  /// Reads the text of a recipient.
  ///
  /// - Throws: `key`.
  package init(text: String) throws(AgeError) {
    guard let bytes = Bech32.decode(text, prefix: Self.prefix),
      text.hasPrefix(Self.prefix), let key = X25519PublicKey(bytes)
    else {
      throw AgeError(.key, "“\(text)” is no recipient; expected “age1…”, as “age-keygen -y” prints")
    }
    self.key = key
  }

  package var description: String { Bech32.encode(key.bytes, prefix: Self.prefix) }
}
