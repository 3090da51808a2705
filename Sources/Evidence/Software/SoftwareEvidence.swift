package import Content
package import Crypto

/// The provider's own word: its identity key signs the binding. No hardware vouches for anything, so
/// that its tier is `none` at best.
package enum SoftwareEvidence {
  /// Separates these signatures from those of statements and logs.
  private static let domain = Array("urn:assay:evidence:software:v1\u{0}".utf8)

  static func message(_ binding: Binding) -> [UInt8] { domain + binding.reportData }

  /// Of evidence that `key` signed.
  static func appraisal(
    of key: PublicKey, requiring requirement: Requirement, _ findings: [Finding] = []
  ) -> Appraisal {
    let claims = Claims(device: key.bytes)
    return Appraisal(
      kind: .software, findings: findings + requirement.findings(in: claims), claims: claims)
  }

  /// Signs with the identity key that it was given.
  package struct Producer: EvidenceProducer {
    private let identity: SigningKey
    package var kind: EvidenceKind { .software }

    package init(identity: SigningKey) {
      self.identity = identity
    }

    package func produce(_ binding: Binding) throws(EvidenceError) -> Evidence {
      Evidence(
        kind: kind,
        parts: [
          .key: identity.publicKey.bytes, .signature: identity.sign(message(binding)),
        ])
    }
  }

  /// Believes the identity keys that it was given.
  package struct Verifier: EvidenceVerifier {
    package let keys: Set<PublicKey>
    package var kind: EvidenceKind { .software }

    package init(keys: Set<PublicKey>) {
      self.keys = keys
    }

    package func appraise(
      _ evidence: Evidence, for binding: Binding, at time: Timestamp,
      requiring requirement: Requirement
    ) -> Appraisal {
      do throws(EvidenceError) {
        let (bytes, signature) = (try evidence.part(.key), try evidence.part(.signature))
        guard let key = PublicKey(bytes) else {
          throw EvidenceError(.malformed, "the identity key is no Ed25519 key")
        }
        var findings: [Finding] = []
        if !keys.contains(key) {
          findings.append(Finding(.untrustedKey, "the identity key is not pinned"))
        }
        if !key.isValid(signature, for: message(binding)) {
          findings.append(Finding(.signature, "the identity key did not sign this binding"))
        }
        return SoftwareEvidence.appraisal(of: key, requiring: requirement, findings)
      } catch {
        return Appraisal(kind: kind, findings: [error.finding], claims: nil)
      }
    }
  }
}
