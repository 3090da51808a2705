package import Content
package import Crypto

/// The keys of one provider's run, from its start to its end, and the evidence that vouches for them.
///
/// The identity key of the provider always signs the binding (evidence of kind `software`), since it
/// is the identity that leases name; hardware may vouch for it besides.
/// `{"encryptionKey":"…","evidence":[{…}],"key":"…","nonce":"…","runtime":"sha256:…"}`
package struct Session: Hashable, Sendable {
  private static let mostEvidence = 2

  package let binding: Binding
  /// That of the identity first; then at most one piece of another kind.
  package let evidence: [Evidence]

  package init(binding: Binding, evidence: [Evidence]) {
    self.binding = binding
    self.evidence = evidence
  }

  /// What hardware says; nil where only the provider's identity vouches.
  package var hardware: Evidence? { evidence.first { $0.kind != .software } }

  /// What speaks against `identity` vouching for this session; nothing if it does. Neither time nor
  /// anybody's roots play a part.
  package func endorsementFindings(by identity: PublicKey) -> [Finding] {
    guard let endorsement = evidence.first, endorsement.kind == .software else {
      return [Finding(.malformed, "the identity's evidence is missing")]
    }
    return SoftwareEvidence.Verifier(keys: [identity]).appraise(
      endorsement, for: binding, at: .epoch, requiring: Requirement(tier: .none)
    ).findings
  }

  /// Reads the form that `json` has.
  package init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object("encryptionKey", "evidence", "key", "nonce", "runtime")
    let encryptionKey = try fields["encryptionKey"].optional { field throws(FieldError) in
      let bytes = try field.hexadecimal(count: X25519PublicKey.byteCount)
      guard let key = X25519PublicKey(bytes) else { throw field.expected("an X25519 key") }
      return key
    }
    let nonce = fields["nonce"]
    guard
      let binding = Binding(
        sessionKey: try fields["key"].publicKey(), encryptionKey: encryptionKey,
        runtime: try fields["runtime"].digest(),
        nonce: try nonce.hexadecimal(count: Binding.nonceByteCount))
    else { throw nonce.expected("\(Binding.nonceByteCount) bytes") }
    var evidence: [Evidence] = []
    for element in try fields["evidence"].elements(atMost: Self.mostEvidence) {
      let piece = try Evidence(reading: element)
      guard (piece.kind == .software) == evidence.isEmpty else {
        throw element.expected("that of kind “software” first, and only there")
      }
      evidence.append(piece)
    }
    guard !evidence.isEmpty else { throw fields["evidence"].expected("at least one piece") }
    self.init(binding: binding, evidence: evidence)
  }

  package var json: JSON {
    .object([
      "encryptionKey": binding.encryptionKey.map { .string(Hexadecimal.encode($0.bytes)) },
      "evidence": .array(evidence.map(\.json)),
      "key": .string(binding.sessionKey.hexadecimal),
      "nonce": .string(Hexadecimal.encode(binding.nonce)),
      "runtime": .string(binding.runtime.description),
    ])
  }
}
