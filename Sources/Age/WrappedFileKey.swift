import Content
import Crypto

/// A file key that only the owner of one X25519 key can unwrap (age-encryption.org/v1, “The X25519
/// recipient type”).
struct WrappedFileKey {
  static let fileKeyByteCount = 16
  private static let kind = "X25519"
  private static let purpose = Array("age-encryption.org/v1/X25519".utf8)
  /// The wrapping key is fresh for every stanza, so one nonce is enough.
  private static let nonce = [UInt8](repeating: 0, count: ChaCha20Poly1305.nonceByteCount)

  private let share: X25519PublicKey
  private let sealed: [UInt8]

  /// Nil for a stanza of another kind.
  ///
  /// - Throws: `header` where it is of this kind and breaks its rules.
  init?(_ stanza: Stanza) throws(AgeError) {
    guard stanza.arguments[0] == Self.kind else { return nil }
    guard stanza.arguments.count == 2,
      let bytes = Base64.decodeUnpadded(stanza.arguments[1]), let share = X25519PublicKey(bytes)
    else {
      throw AgeError(.header, "an X25519 stanza needs one share of 43 characters")
    }
    // The length is checked before anything is decrypted: a longer text could match two keys.
    guard stanza.body.count == Self.fileKeyByteCount + ChaCha20Poly1305.tagByteCount else {
      throw AgeError(
        .header, "the body of an X25519 stanza has 32 bytes, this one \(stanza.body.count)")
    }
    self.share = share
    sealed = stanza.body
  }

  /// The file key, or nil where the stanza is for somebody else.
  ///
  /// - Throws: `header` for a share of low order.
  func unwrap(with identity: Identity) throws(AgeError) -> SecretBytes? {
    let secret: SecretBytes
    do throws(CryptoError) {
      secret = try identity.key.sharedSecret(with: share)
    } catch {
      throw AgeError(.header, "the share of an X25519 stanza: \(error.detail)")
    }
    let cipher = Self.cipher(secret, share: share, recipient: identity.recipient)
    var fileKey = SecretBytes(capacity: Self.fileKeyByteCount)
    let count = unsafe fileKey.append { room in
      unsafe sealed.withUnsafeBytes { sealed in
        unsafe cipher.open(sealed, nonce: Self.nonce, into: room) ? room.count : 0
      }
    }
    guard count > 0 else { return nil }
    return fileKey
  }

  static func stanza(
    of fileKey: borrowing SecretBytes, for recipient: Recipient
  ) throws(CryptoError) -> Stanza {
    let ephemeral = try X25519PrivateKey()
    let secret = try ephemeral.sharedSecret(with: recipient.key)
    let cipher = cipher(secret, share: ephemeral.publicKey, recipient: recipient)
    let body = unsafe fileKey.withBytes { plain in
      let size = plain.count + ChaCha20Poly1305.tagByteCount
      return unsafe [UInt8](unsafeUninitializedCapacity: size) { target, count in
        unsafe cipher.seal(
          plain, nonce: nonce,
          into: UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(target)[..<size]))
        count = size
      }
    }
    let share = Base64.encodeUnpadded(ephemeral.publicKey.bytes)
    return Stanza(arguments: [kind, share], body: body)
  }

  private static func cipher(
    _ secret: borrowing SecretBytes, share: X25519PublicKey, recipient: Recipient
  ) -> ChaCha20Poly1305 {
    let salt = share.bytes + recipient.key.bytes
    return ChaCha20Poly1305(
      key: HKDF.derive(
        from: secret, salt: salt, info: purpose, count: ChaCha20Poly1305.keyByteCount))
  }
}

extension Recipient {
  /// The stanza in which this recipient finds `fileKey`.
  ///
  /// - Throws: `key` where this recipient's key is of low order, `system` without random bytes.
  func wrap(_ fileKey: borrowing SecretBytes) throws(AgeError) -> Stanza {
    do throws(CryptoError) {
      return try WrappedFileKey.stanza(of: fileKey, for: self)
    } catch {
      throw AgeError(error.code == .invalidPublicKey ? .key : .system, "\(self): \(error.detail)")
    }
  }
}
