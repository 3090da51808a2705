/// Why a provider has no result for a lease; its own account, not evidence.
package struct ProviderFailure: Error, Equatable, Sendable {
  package enum Reason: String, CaseIterable, Sendable {
    /// The host lacks an isolation layer that the job requires; nothing was run.
    case isolationUnavailable = "isolation-unavailable"
    /// The image or an input is not in the store, or not intact.
    case contentUnavailable = "content-unavailable"
    /// The job cannot run in its image on any host: no such command, for example.
    case invalidJob = "invalid-job"
    /// The request is not one, or not for this provider.
    case invalidRequest = "invalid-request"
    /// No answer before the deadline.
    case timedOut = "timed-out"
    /// Anything else that broke on the provider's side.
    case internalError = "internal-error"
  }

  package let reason: Reason
  /// For people: what failed, on what.
  package let text: String

  package init(_ reason: Reason, _ text: String) {
    self.reason = reason
    self.text = text
  }
}
