import Attestation
package import Content
import Crypto
package import Jobs

extension Verdict {
  /// Judges the replies to the leases of one job.
  ///
  /// A claim is accepted if it alone is made by a quorum of providers: different public keys, each
  /// counted once however many leases it has. A key that contradicts itself, in one lease or
  /// between its leases, counts for nothing.
  package static func derive(
    job: JobSpecification, replicas: [Replica], decidedAt: Timestamp,
    clockSkew: Int64 = Examination.standardClockSkew
  ) -> Verdict {
    let examination = Examination(job: job, decidedAt: decidedAt, clockSkew: clockSkew)
    let judged = replicas.map { replica in
      (replica.lease, examination.judge(replica.bounded(for: job)))
    }
    let groups = Self.groups(of: judged)
    let winners = groups.filter { $0.value.count >= job.redundancy.quorum }
    let status = status(of: winners.map(\.key), leases: replicas.count, job.redundancy)
    var accepted: Claim?
    if case .accepted(let claim) = status { accepted = claim }
    let findings = judged.map { lease, judgement in
      Finding(
        lease: lease.id, provider: lease.provider,
        conclusion: judgement.conclusion(comparedWith: accepted))
    }
    return Verdict(
      job: job.id, redundancy: job.redundancy, status: status,
      votes: accepted.flatMap { groups[$0]?.count } ?? 0,
      findings: findings.sorted { $0.precedes($1) })
  }

  /// For each claim, the providers that count for it.
  private static func groups(of judged: [(Lease, Judgement)]) -> [Claim: Set<PublicKey>] {
    var groups: [Claim: Set<PublicKey>] = [:]
    var discredited: Set<PublicKey> = []
    var claims: [PublicKey: Claim] = [:]
    for (lease, judgement) in judged {
      switch judgement {
      case .claims(let claim):
        groups[claim, default: []].insert(lease.provider)
        let earlier = claims.updateValue(claim, forKey: lease.provider)
        if let earlier, earlier != claim { discredited.insert(lease.provider) }
      case .equivocates: discredited.insert(lease.provider)
      case .unsound, .timedOut, .failed: break
      }
    }
    return groups.mapValues { $0.subtracting(discredited) }
  }

  private static func status(
    of winners: [Claim], leases: Int, _ redundancy: Redundancy
  ) -> Status {
    guard winners.count <= 1 else { return .rejected(.conflictingQuorums) }
    guard leases >= redundancy.replicas else { return .inconclusive(.tooFewLeases) }
    if let winner = winners.first { return .accepted(winner) }
    return leases < redundancy.maximum ? .inconclusive(.noQuorumYet) : .rejected(.noQuorum)
  }
}

/// What one reply is worth, before it is compared with others.
private enum Judgement {
  case claims(Claim)
  case equivocates
  case unsound([Objection])
  case timedOut
  case failed(String)

  func conclusion(comparedWith accepted: Claim?) -> Finding.Conclusion {
    switch self {
    case .claims(let claim):
      guard let accepted else { return .undecided }
      return claim == accepted ? .agreed : .deviated(claim.deviations(from: accepted))
    case .equivocates: return .equivocated
    case .unsound(let objections): return .invalid(objections)
    case .timedOut: return .timedOut
    case .failed(let message): return .failed(message)
    }
  }
}

extension Examination {
  fileprivate func judge(_ replica: Replica) -> Judgement {
    switch replica.reply {
    case .answer(let envelope): return judge(envelope, for: replica.lease)
    case .contradiction(let first, let second):
      if isEquivocation(first, second, by: replica.lease) { return .equivocates }
      // No proof: the pair counts as the better of the two, in whichever order they came.
      let isFirst = first.unverifiedPayload.lexicographicallyPrecedes(second.unverifiedPayload)
      let judged = (isFirst ? [first, second] : [second, first]).map {
        judge($0, for: replica.lease)
      }
      if case .unsound = judged[0] { return judged[1] }
      return judged[0]
    case .timedOut: return .timedOut
    case .failed(let message): return .failed(message)
    }
  }

  private func judge(_ envelope: Envelope, for lease: Lease) -> Judgement {
    switch examine(envelope, for: lease) {
    case .sound(let statement): .claims(Claim(statement))
    case .unsound(let objections): .unsound(objections)
    }
  }

  /// Whether the lease's provider signed two different statements that both name the lease.
  private func isEquivocation(_ first: Envelope, _ second: Envelope, by lease: Lease) -> Bool {
    guard case .verified(let one) = first.verify(trusting: [lease.provider]),
      case .verified(let other) = second.verify(trusting: [lease.provider])
    else { return false }
    return one.payloadDigest != other.payloadDigest
      && one.statement.execution.lease.id == lease.id
      && other.statement.execution.lease.id == lease.id
  }
}

extension Finding {
  fileprivate func precedes(_ other: Finding) -> Bool {
    provider == other.provider
      ? lease < other.lease
      : provider.bytes.lexicographicallyPrecedes(other.provider.bytes)
  }
}
