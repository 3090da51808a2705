package import Content

/// Evidence as it travels: a kind, and the parts that this kind consists of.
///
/// `{"kind":"sev-snp","parts":{"certificate":"…","report":"…"},"schema":"urn:assay:schema:evidence:v1"}`,
/// parts in base64.
package struct Evidence: Hashable, Sendable {
  package static let schema = "urn:assay:schema:evidence:v1"
  private static let mostParts = 8
  /// An event log may have 256 KiB.
  private static let largestPart = 512 << 10

  /// Names of parts; a kind's verifier says which of them it needs.
  package enum Part: String, CaseIterable, Sendable {
    /// The report of `sev-snp`.
    case report
    /// The quote of `tdx`; the TPMS_ATTEST of `tpm2`.
    case quote
    /// Of `tpm2` a TPMT_SIGNATURE, of `software` 64 bytes.
    case signature
    /// Certificates, PEM or one in DER: of the key that signed, and those above it.
    case certificates
    /// The TPMT_PUBLIC of the attestation key; the identity key of `software`.
    case key
    /// The firmware's event log (TCG PC Client, crypto-agile format).
    case eventLog = "event-log"
    /// Values of the quoted registers, one after the other in the order of the selection.
    case registers
  }

  package let kind: EvidenceKind
  package let parts: [Part: [UInt8]]

  package init(kind: EvidenceKind, parts: [Part: [UInt8]]) {
    self.kind = kind
    self.parts = parts
  }

  /// Reads the form that `json` has.
  package init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object("kind", "parts", "schema")
    guard try fields["schema"].string() == Self.schema else {
      throw fields["schema"].expected("“\(Self.schema)”")
    }
    var parts: [Part: [UInt8]] = [:]
    for (name, field) in try fields["parts"].members(atMost: Self.mostParts) {
      guard let part = Part(rawValue: name) else {
        throw field.expected("one of \(Part.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      parts[part] = try field.base64(atMost: Self.largestPart)
    }
    self.init(kind: try fields["kind"].choice(of: EvidenceKind.self), parts: parts)
  }

  package var json: JSON {
    var members = JSONObject()
    for (part, bytes) in parts { members[part.rawValue] = .string(Base64.encode(bytes)) }
    return .object([
      "kind": .string(kind.rawValue), "parts": .object(members), "schema": .string(Self.schema),
    ])
  }

  /// - Throws: `malformed` where the part is absent.
  func part(_ part: Part) throws(EvidenceError) -> [UInt8] {
    guard let bytes = parts[part] else {
      throw EvidenceError(.malformed, "\(kind.rawValue) needs the part “\(part.rawValue)”")
    }
    return bytes
  }
}
