package import Attestation
package import Crypto
package import Exchange
package import Jobs

/// A provider as a requestor sees it, wherever it runs.
package protocol ProviderEndpoint: Sendable {
  /// For people; proves nothing.
  var name: String { get }
  /// The key whose signature counts for this provider's leases.
  var key: PublicKey { get }

  /// Executes the lease; what comes back is a claim until it has been verified.
  func execute(
    _ lease: Lease, of job: JobSpecification
  ) async throws(ProviderFailure) -> (envelope: Envelope, stages: StageTimes)
}
