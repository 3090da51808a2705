package import Crypto

/// Who can decrypt: an X25519 private key, as text “AGE-SECRET-KEY-1…”.
package struct Identity: Sendable {
  private static let prefix = "age-secret-key-"

  package let key: X25519PrivateKey

  package init(_ key: X25519PrivateKey) { self.key = key }

  /// Reads the text of an identity.
  ///
  /// - Throws: `key`; the text is secret and never part of the error.
  package init(text: String) throws(AgeError) {
    guard var bytes = Bech32.decode(text, prefix: Self.prefix), text == text.uppercased() else {
      throw AgeError(.key, "no identity; expected “AGE-SECRET-KEY-1…”, as “age-keygen” prints")
    }
    let scalar = SecretBytes(moving: &bytes)
    do throws(CryptoError) {
      key = try X25519PrivateKey(scalar: scalar)
    } catch {
      throw AgeError(.key, error.detail)
    }
  }

  package var recipient: Recipient { Recipient(key.publicKey) }
}
