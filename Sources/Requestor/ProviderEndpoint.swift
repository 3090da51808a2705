package import Crypto
package import Evidence
package import Exchange
package import Jobs

/// A provider as a requestor sees it, wherever it runs.
package protocol ProviderEndpoint: Sendable {
  /// For people; proves nothing.
  var name: String { get }
  /// The identity that leases name; it vouches for the keys of the provider's sessions.
  var key: PublicKey { get }

  /// The provider's session, vouched for together with `nonce` (32 bytes); what comes back is a claim
  /// until it has been verified. Nil where the identity's own key signs statements.
  func session(answering nonce: [UInt8]) async throws(ProviderFailure) -> Session?

  /// Executes the lease; what comes back is a claim until it has been verified.
  ///
  /// - Parameter sealed: where a confidential job's inputs are, encrypted to this provider's session.
  func execute(
    _ lease: Lease, of job: JobSpecification, sealed: SealedInputs?
  ) async throws(ProviderFailure) -> ProviderAnswer
}
