package import Content
import Crypto

/// Signed bytes before anybody checked the signatures (DSSE v1): a payload, its type, and at least
/// one signature.
///
/// Nothing in here may be believed; `verify` turns it into a `VerifiedStatement` or says why not.
/// `{"payload":"<base64>","payloadType":"application/vnd.in-toto+json",
/// "signatures":[{"keyid":"<hex>","sig":"<base64>"}]}`
package struct Envelope: Hashable, Sendable {
  /// The payload type of in-toto statements.
  package static let statementType = "application/vnd.in-toto+json"
  private static let mostSignatures = 16
  private static let largestPayloadType = 256
  package static let largestPayload = 4 << 20

  package struct Signature: Hashable, Sendable {
    /// A hint at the key: the SHA-256 of its raw bytes in hexadecimal; nil if not given.
    package let keyID: String?
    /// What should be 64 bytes.
    package let bytes: [UInt8]

    package init(keyID: String?, bytes: [UInt8]) {
      self.keyID = keyID
      self.bytes = bytes
    }
  }

  package let payloadType: String
  /// What was signed, or so it says.
  package let unverifiedPayload: [UInt8]
  package let signatures: [Signature]

  package init(payloadType: String, unverifiedPayload: [UInt8], signatures: [Signature]) {
    self.payloadType = payloadType
    self.unverifiedPayload = unverifiedPayload
    self.signatures = signatures
  }

  /// Reads an envelope; it need not be canonical, since signatures do not cover its form.
  ///
  /// - Parameter largestPayload: bytes of payload at most, 4 MiB for a statement; the envelope
  ///   itself has half as much again at most.
  package init(
    parsing bytes: [UInt8], largestPayload: Int = Envelope.largestPayload
  ) throws(AttestationError) {
    self = try Self.parse(bytes, largestPayload: largestPayload).envelope
  }

  /// As `init(parsing:)`, with the document that the envelope was read from, which may have members
  /// that DSSE does not define.
  package static func parse(
    _ bytes: [UInt8], largestPayload: Int
  ) throws(AttestationError) -> (envelope: Envelope, document: JSONField) {
    let document: JSONField
    do throws(JSONError) {
      let limits = JSON.Limits(bytes: largestPayload + largestPayload / 2, depth: 8)
      document = JSONField(try JSON(parsing: bytes, limits: limits))
    } catch {
      throw AttestationError(.json(error))
    }
    do throws(FieldError) {
      return (try Envelope(reading: document, largestPayload: largestPayload), document)
    } catch {
      throw AttestationError(.field(error))
    }
  }

  /// Reads an envelope inside a larger document.
  ///
  /// Members that DSSE does not define are passed over, as it demands, and not kept.
  package init(
    reading field: JSONField, largestPayload: Int = Envelope.largestPayload
  ) throws(FieldError) {
    payloadType = try field.tag("payloadType").string()
    guard payloadType.utf8.count <= Self.largestPayloadType else {
      throw try field.tag("payloadType").expected("at most \(Self.largestPayloadType) bytes")
    }
    unverifiedPayload = try field.tag("payload").base64(atMost: largestPayload)
    var signatures: [Signature] = []
    let list = try field.tag("signatures")
    for element in try list.elements(atMost: Self.mostSignatures) {
      let keyID = try element.tag("keyid").optional { field throws(FieldError) in
        try field.string()
      }
      signatures.append(
        Signature(
          // An empty hint is none (DSSE, parsing rules).
          keyID: keyID == "" ? nil : keyID,
          bytes: try element.tag("sig").base64(atMost: SigningKey.signatureByteCount)))
    }
    guard !signatures.isEmpty else { throw list.expected("at least one signature") }
    self.signatures = signatures
  }

  /// Writes this envelope as a file of its own, or inside a larger document.
  package func write(to writer: inout CanonicalWriter) {
    writer.object { writer in
      writer.name("payload")
      writer.base64(unverifiedPayload)
      writer.member("payloadType", payloadType)
      writer.member("signatures", each: signatures) { writer, signature in
        writer.object { writer in
          if let keyID = signature.keyID { writer.member("keyid", keyID) }
          writer.name("sig")
          writer.base64(signature.bytes)
        }
      }
    }
  }

  /// The canonical form of the whole envelope.
  package var canonicalBytes: [UInt8] {
    var writer = CanonicalWriter(capacity: unverifiedPayload.count * 4 / 3 + 512)
    write(to: &writer)
    return writer.bytes
  }

  /// This envelope as part of a tree.
  package var json: JSON {
    .object([
      "payload": .string(Base64.encode(unverifiedPayload)),
      "payloadType": .string(payloadType),
      "signatures": .array(
        signatures.map { signature in
          .object([
            "keyid": signature.keyID.map { .string($0) },
            "sig": .string(Base64.encode(signature.bytes)),
          ])
        }),
    ])
  }
}
