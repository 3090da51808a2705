package import Attestation

/// What a provider has to show for a lease.
package struct ProviderAnswer: Sendable {
  package let envelope: Envelope
  package let stages: StageTimes
  /// Where the outputs of a confidential job are, encrypted to the requestor.
  package let sealed: SealedBlobs?

  package init(envelope: Envelope, stages: StageTimes, sealed: SealedBlobs?) {
    self.envelope = envelope
    self.stages = stages
    self.sealed = sealed
  }
}
