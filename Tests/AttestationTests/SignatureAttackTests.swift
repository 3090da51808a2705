import Attestation
import Content
import Crypto
import TestSupport
import Testing

/// Envelopes whose signatures are not what they seem.
@Suite struct SignatureAttackTests {
  let forgery: Forgery
  let envelope: Envelope

  init() throws {
    forgery = try Forgery()
    envelope = try Envelope.sign(
      Fixture.statement(provider: forgery.key.publicKey), with: forgery.key)
  }

  func reason(_ envelope: Envelope, threshold: Int = 1) -> Rejection.Reason? {
    envelope.verify(trusting: [forgery.key.publicKey], threshold: threshold).reason
  }

  @Test("Any changed value breaks the signature")
  func changedFields() {
    for path in forgery.document.paths {
      guard let value = forgery.document[path[...]] else { continue }
      let changed = forgery.document.replacing(path[...], with: value.changed)
      let tampered = Envelope(
        payloadType: envelope.payloadType, unverifiedPayload: changed.canonicalBytes,
        signatures: envelope.signatures)
      #expect(changed != forgery.document)
      #expect(reason(tampered) == .untrustedSignature, "\(path)")
    }
  }

  @Test("No changed byte of an envelope makes it say something else, and none goes unseen")
  func changedBytes() throws {
    let bytes = envelope.canonicalBytes
    let original = envelope.verify(trusting: [forgery.key.publicKey])
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1
      guard let read = try? Envelope(parsing: changed) else { continue }
      let result = read.verify(trusting: [forgery.key.publicKey])
      // A changed name may hide the hint at the key, which nothing depends on; then the envelope
      // no longer encodes to the same bytes.
      #expect(result.verified == nil || result == original, "byte \(index)")
      #expect(result.verified == nil || read.canonicalBytes != changed, "byte \(index)")
    }
  }

  @Test("The signature of one envelope does not fit another")
  func swapped() throws {
    let other = try Envelope.sign(
      Fixture.statement(provider: forgery.key.publicKey, peakMemory: 1), with: forgery.key)
    let mixed = Envelope(
      payloadType: other.payloadType, unverifiedPayload: other.unverifiedPayload,
      signatures: envelope.signatures)
    #expect(reason(mixed) == .untrustedSignature)
  }

  @Test(
    "Attack 5, rejected: a valid signature over another type of payload",
    arguments: [
      "application/json", "application/vnd.in-toto+JSON", "application/vnd.in-toto+json ", "",
      "text/plain",
    ])
  func payloadType(type: String) {
    let payload = forgery.document.canonicalBytes
    #expect(reason(forgery.envelope(payload, type: type)) == .wrongPayloadType)
    // Relabelled after signing, not even the signature fits.
    let relabelled = Envelope(
      payloadType: type, unverifiedPayload: payload, signatures: envelope.signatures)
    #expect(reason(relabelled) == .untrustedSignature)
  }

  @Test("The raw payload, signed without its type, is not a statement")
  func bareSignature() {
    let payload = forgery.document.canonicalBytes
    let bare = Envelope(
      payloadType: Envelope.statementType, unverifiedPayload: payload,
      signatures: [.init(keyID: nil, bytes: forgery.key.sign(payload))])
    #expect(reason(bare) == .untrustedSignature)
  }

  @Test("Attack 7, counted once: one key, under whatever names")
  func oneKeyTwice() throws {
    let payload = forgery.document.canonicalBytes
    let own = forgery.key.publicKey.keyID
    let signature = try #require(forgery.envelope(payload).signatures.first)
    for names in [[nil, nil], [own, own], [own, nil], [nil, "other"]] as [[String?]] {
      let twice = Envelope(
        payloadType: Envelope.statementType, unverifiedPayload: payload,
        signatures: names.map { .init(keyID: $0, bytes: signature.bytes) })
      #expect(reason(twice) == nil)
      #expect(reason(twice, threshold: 2) == .untrustedSignature)
      // Nor does trusting the key twice make it two.
      let key = forgery.key.publicKey
      #expect(twice.verify(trusting: [key, key], threshold: 2).reason == .untrustedSignature)
    }
  }

  @Test("Two keys make two signers, if both are trusted")
  func twoKeys() throws {
    let other = try Fixture.key(2)
    let both = forgery.envelope(
      forgery.document.canonicalBytes, keys: [other, forgery.key])
    let keys = [forgery.key.publicKey, other.publicKey]
    #expect(both.verify(trusting: keys, threshold: 2).verified?.signers == Set(keys))
    #expect(both.verify(trusting: keys, threshold: 3).reason == .untrustedSignature)
    #expect(reason(both) == nil)
    #expect(reason(both, threshold: 2) == .untrustedSignature)
  }

  @Test("Who signs for somebody else is refused, trusted or not")
  func foreignProvider() throws {
    let other = try Fixture.key(2)
    let forged = forgery.envelope(forgery.document.canonicalBytes, keys: [other])
    #expect(reason(forged) == .untrustedSignature)
    let keys = [forgery.key.publicKey, other.publicKey]
    #expect(forged.verify(trusting: keys).reason == .foreignProvider)
  }

  @Test("A hint at another key is not followed to ours")
  func wrongHint() throws {
    let payload = forgery.document.canonicalBytes
    #expect(reason(forgery.envelope(payload, keyID: "other")) == .untrustedSignature)
    #expect(reason(forgery.envelope(payload, keyID: forgery.key.publicKey.keyID)) == nil)
    // A true hint does not make a false signature true.
    let forged = forgery.envelope(
      payload, keyID: forgery.key.publicKey.keyID, keys: [try Fixture.key(2)])
    #expect(reason(forged) == .untrustedSignature)
  }

  @Test("Trusting nobody verifies nothing")
  func noTrust() {
    #expect(envelope.verify(trusting: [PublicKey]()).reason == .untrustedSignature)
  }

  @Test("Attack 8, rejected: a signature with S + L in the place of S")
  func malleable() throws {
    // L = 2²⁵² + 27742317777372353535851937790883648493, little-endian.
    let order: [UInt8] =
      [
        0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE,
        0x14,
      ] + [UInt8](repeating: 0, count: 15) + [0x10]
    var bytes = try #require(envelope.signatures.first).bytes
    var carry: UInt16 = 0
    for index in 0..<32 {
      let sum = UInt16(bytes[32 + index]) + UInt16(order[index]) + carry
      bytes[32 + index] = UInt8(truncatingIfNeeded: sum)
      carry = sum >> 8
    }
    let twin = Envelope(
      payloadType: envelope.payloadType, unverifiedPayload: envelope.unverifiedPayload,
      signatures: [.init(keyID: nil, bytes: bytes)])
    #expect(reason(twin) == .untrustedSignature)
  }
}
