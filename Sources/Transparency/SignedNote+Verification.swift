import Crypto

extension SignedNote {
  /// What verifying came to.
  package enum Verification: Hashable, Sendable {
    case verified(VerifiedNote)
    case rejected(Reason)
  }

  /// Why a note was not believed; stable names.
  package enum Reason: String, Sendable {
    /// Two different trusted keys have the same name and id, so that a signature could be either's.
    case ambiguousKey = "ambiguous-key"
    /// A signature in a trusted key's name is not that key's.
    case invalidSignature = "invalid-signature"
    /// No trusted key signed.
    case unverified = "unverified"
  }

  /// Checks every signature of a trusted key; those of other keys are passed over.
  package func verify(trusting keys: [NoteKey]) -> Verification {
    let names = keys.map { [UInt8]($0.name.utf8) + [0] + $0.id }
    guard Set(names).count == names.count else { return .rejected(.ambiguousKey) }
    let text = Array(unverifiedText.utf8)
    var signers: [NoteKey: Cosignature?] = [:]
    for signature in signatures {
      let key = keys.first {
        $0.name.utf8.elementsEqual(signature.name.utf8) && $0.id == signature.keyID
      }
      guard let key, signers[key] == nil else { continue }
      switch key.role {
      case .log:
        guard key.publicKey.isValid(signature.bytes, for: text) else {
          return .rejected(.invalidSignature)
        }
        signers[key] = .some(nil)
      case .witness:
        guard let cosignature = Cosignature(signature, of: text, by: key) else {
          return .rejected(.invalidSignature)
        }
        signers[key] = cosignature
      }
    }
    guard !signers.isEmpty else { return .rejected(.unverified) }
    return .verified(VerifiedNote(text: unverifiedText, signers: signers))
  }
}

/// A note of which at least one trusted key's signature was checked; only `verify` makes one.
package struct VerifiedNote: Hashable, Sendable {
  /// Ends in a newline.
  package let text: String
  /// Who signed: for a witness, with its cosignature.
  fileprivate let signers: [NoteKey: Cosignature?]

  /// The keys that signed, each once.
  package var keys: Set<NoteKey> { Set(signers.keys) }

  /// When a witness saw the text; nil for keys that are not among its witnesses.
  package func cosignature(of key: NoteKey) -> Cosignature? { signers[key] ?? nil }
}
