package import Attestation
package import Content
package import Crypto
package import Transparency

/// What a requestor accepts: one file, `policy.schema.json` beside this one. A member that is absent
/// asks for nothing.
package struct Policy: Hashable, Sendable {
  package static let schema = "urn:assay:schema:policy:v1"

  /// By kind; evidence of other kinds is refused. Nil where none is needed.
  package let evidence: [EvidenceKind: Requirement]?
  /// Digests of runtimes' measurements.
  package let runtimes: Set<Digest>?
  /// Digests of sandbox profiles.
  package let sandboxes: Set<Digest>?
  /// Names of layers that must have been active.
  package let sandboxLayers: Set<String>
  /// The least that must have been fixed.
  package let determinism: DeterminismClass?
  /// What the job must have declared; nobody observes it.
  package let numericProfile: String?
  /// By how much a statement may be ahead of the verifier's clock.
  package let clockSkewMilliseconds: Int64
  /// Providers' identities.
  package let keys: Set<PublicKey>?
  package let failureDomains: FailureDomains?
  /// SHA-256 of the public areas of TPMs' attestation keys that need no certificate.
  package let attestationKeys: Set<Digest>
  /// The logs, one of which must have entered the bundle, and the witnesses who must have seen it.
  package let transparency: LogTrust?

  package init(
    evidence: [EvidenceKind: Requirement]? = nil, runtimes: Set<Digest>? = nil,
    sandboxes: Set<Digest>? = nil, sandboxLayers: Set<String> = [],
    determinism: DeterminismClass? = nil, numericProfile: String? = nil,
    clockSkewMilliseconds: Int64 = 0, keys: Set<PublicKey>? = nil,
    failureDomains: FailureDomains? = nil, attestationKeys: Set<Digest> = [],
    transparency: LogTrust? = nil
  ) {
    self.evidence = evidence
    self.runtimes = runtimes
    self.sandboxes = sandboxes
    self.sandboxLayers = sandboxLayers
    self.determinism = determinism
    self.numericProfile = numericProfile
    self.clockSkewMilliseconds = clockSkewMilliseconds
    self.keys = keys
    self.failureDomains = failureDomains
    self.attestationKeys = attestationKeys
    self.transparency = transparency
  }
}
