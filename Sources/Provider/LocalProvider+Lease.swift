package import Attestation
package import Content
package import Exchange
package import Jobs

extension LocalProvider {
  /// What a provider does for a lease of a job whose content lies in a store.
  package typealias Execute =
    @Sendable (Lease, JobSpecification, BlobStore) async throws(ProviderFailure)
    -> (envelope: Envelope, stages: StageTimes)

  /// Executes a lease honestly.
  ///
  /// - Throws: `invalidRequest` if the lease names another job or another provider.
  package func serve(
    _ lease: Lease, _ job: JobSpecification, _ content: BlobStore
  ) async throws(ProviderFailure) -> (envelope: Envelope, stages: StageTimes) {
    guard lease.job == job.id else {
      throw ProviderFailure(.invalidRequest, "the lease is for job \(lease.job), not \(job.id)")
    }
    guard lease.provider == publicKey else {
      throw ProviderFailure(
        .invalidRequest, "the lease is for provider \(lease.provider.hexadecimal)")
    }
    return try await attest(try await execute(job, in: content), of: job, lease: lease)
  }

  /// Answers a lease as `execute` does, on the shared store, or for a confidential job on a vault,
  /// which its outputs leave encrypted to the requestor.
  package func answer(
    _ lease: Lease, _ job: JobSpecification, _ sealed: SealedInputs?, executing execute: Execute
  ) async throws(ProviderFailure) -> ProviderAnswer {
    let vault = try vault(for: job, sealed)
    let (envelope, stages) = try await execute(lease, job, vault?.store ?? content)
    guard let vault, let sealed else {
      return ProviderAnswer(envelope: envelope, stages: stages, sealed: nil)
    }
    var outputs: [Digest: Digest] = [:]
    do {
      let inputs = Set(job.inputs.map(\.digest))
      for digest in try vault.store.digests() where !inputs.contains(digest) {
        outputs[digest] = try vault.seal(digest, to: sealed.recipient, into: content)
      }
    } catch {
      throw ProviderFailure(.internalError, "confidential outputs: \(error)")
    }
    return ProviderAnswer(envelope: envelope, stages: stages, sealed: SealedBlobs(outputs))
  }
}
