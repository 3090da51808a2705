package import Content
package import Jobs

/// What several providers' answers to one job come to.
///
/// It follows from the job, the leases, the replies and the time alone, whatever their order.
package struct Verdict: Hashable, Sendable {
  package enum Status: Hashable, Sendable {
    /// A quorum made this claim. Whether the job itself succeeded is part of the claim.
    case accepted(Claim)
    case rejected(Refusal)
    case inconclusive(Lack)
  }

  /// Why no further replica can lead to an accepted result.
  package enum Refusal: String, CaseIterable, Sendable {
    /// As many replicas as the job allows, and no quorum among them.
    case noQuorum = "no-quorum"
    /// Two different results have a quorum each: the job is not deterministic, or many collude.
    case conflictingQuorums = "conflicting-quorums"
  }

  /// What more replicas could still change.
  package enum Lack: String, CaseIterable, Sendable {
    /// Fewer leases than the job's replicas were given.
    case tooFewLeases = "too-few-leases"
    /// No quorum among the replicas so far, but the job allows more.
    case noQuorumYet = "no-quorum-yet"
  }

  /// The id of the job's specification.
  package let job: Digest
  package let redundancy: Redundancy
  package let status: Status
  /// Different providers that count for the accepted result; 0 if there is none.
  package let votes: Int
  /// One for each lease, ascending by provider and lease.
  package let findings: [Finding]

  /// The accepted result, if there is one.
  package var result: Claim? {
    if case .accepted(let claim) = status { claim } else { nil }
  }
}
