import Content
package import Crypto

/// A public key by the name that it signs notes with (C2SP signed-note): `<name>+<id>+<base64>`,
/// where the id is eight hexadecimal digits and the base64 holds the kind and the raw key.
package struct NoteKey: Hashable, Sendable, CustomStringConvertible {
  /// What a signature of this key means; the same key in another role has another id.
  package enum Role: UInt8, Sendable {
    /// The log itself, over the text as it stands.
    case log = 0x01
    /// A witness, over the text and the time at which it was seen (cosignature/v1).
    case witness = 0x04
  }

  package let name: String
  package let role: Role
  package let publicKey: PublicKey

  /// Nil where the name is empty or has a plus sign or white space.
  package init?(name: String, role: Role, publicKey: PublicKey) {
    guard Self.isName(name) else { return nil }
    self.name = name
    self.role = role
    self.publicKey = publicKey
  }

  /// Reads the form above; nil where a part is malformed or the id is another one than the key's.
  package init?(_ text: String) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let encoded = Base64.decode(String(parts[2])),
      let role = encoded.first.flatMap({ Role(rawValue: $0) }),
      let publicKey = PublicKey(Array(encoded.dropFirst()))
    else { return nil }
    self.init(name: String(parts[0]), role: role, publicKey: publicKey)
    guard parts[1] == Hexadecimal.encode(id) else { return nil }
  }

  /// The first four bytes of SHA-256(name ‖ 0A ‖ role ‖ key).
  package var id: [UInt8] {
    let preimage = Array(name.utf8) + [0x0A, role.rawValue] + publicKey.bytes
    return Array(SHA256.hash(preimage).prefix(NoteSignature.idByteCount))
  }

  package var description: String {
    "\(name)+\(Hexadecimal.encode(id))+\(Base64.encode([role.rawValue] + publicKey.bytes))"
  }

  static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && name.unicodeScalars.allSatisfy {
        !$0.properties.isWhitespace && $0 != "+" && $0.value >= 0x20
      }
  }
}
