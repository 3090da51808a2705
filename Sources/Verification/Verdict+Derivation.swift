import Attestation
package import Content
import Crypto
import Evidence
package import Jobs
import Traces

extension Verdict {
  /// Judges the replies to the leases of one job.
  ///
  /// A claim is accepted if it alone is made by a quorum of providers: different public keys, each
  /// counted once however many leases or sessions it has, and those who share a session's key counted
  /// once together. A key that contradicts itself, in one lease or between its leases, counts for
  /// nothing.
  package static func derive(
    job: JobSpecification, replicas: [Replica], decidedAt: Timestamp,
    clockSkew: Int64 = Examination.standardClockSkew
  ) -> Verdict {
    derivation(job: job, replicas: replicas, decidedAt: decidedAt, clockSkew: clockSkew).verdict
  }

  /// A verdict, and what it rests on.
  struct Derivation {
    let verdict: Verdict
    /// The sound ones, by the ids of their leases.
    let statements: [Digest: Statement]
    /// The providers that count for the accepted result, each with the keys that signed.
    let counted: [PublicKey: Set<PublicKey>]
  }

  /// As `derive`, with what it rests on.
  static func derivation(
    job: JobSpecification, replicas: [Replica], decidedAt: Timestamp, clockSkew: Int64
  ) -> Derivation {
    let examination = Examination(job: job, decidedAt: decidedAt, clockSkew: clockSkew)
    let judged = replicas.map { replica in
      (replica, examination.judge(replica.bounded(for: job)))
    }
    let groups = Self.groups(of: judged)
    let winners = groups.filter { $0.value.voters >= job.redundancy.quorum }
    let status = status(of: winners.map(\.key), leases: replicas.count, job.redundancy)
    var accepted: Claim?
    if case .accepted(let claim) = status { accepted = claim }
    let findings = judged.map { replica, judgement in
      Finding(
        lease: replica.lease.id, provider: replica.lease.provider,
        conclusion: judgement.conclusion(comparedWith: accepted, at: replica.divergence))
    }
    let counted = accepted.flatMap { groups[$0] } ?? [:]
    var statements: [Digest: Statement] = [:]
    for case (let replica, .claims(_, let statement)) in judged {
      statements[replica.lease.id] = statement
    }
    let verdict = Verdict(
      job: job.id, redundancy: job.redundancy, status: status, votes: counted.voters,
      findings: findings.sorted { $0.precedes($1) })
    return Derivation(verdict: verdict, statements: statements, counted: counted)
  }

  /// For each claim, the providers that count for it, each with the keys that signed.
  private static func groups(
    of judged: [(Replica, Judgement)]
  ) -> [Claim: [PublicKey: Set<PublicKey>]] {
    var groups: [Claim: [PublicKey: Set<PublicKey>]] = [:]
    var discredited: Set<PublicKey> = []
    var claims: [PublicKey: Claim] = [:]
    for (replica, judgement) in judged {
      let provider = replica.lease.provider
      switch judgement {
      case .claims(let claim, _):
        let signer = replica.session?.binding.sessionKey ?? provider
        groups[claim, default: [:]][provider, default: []].insert(signer)
        let earlier = claims.updateValue(claim, forKey: provider)
        if let earlier, earlier != claim { discredited.insert(provider) }
      case .equivocates: discredited.insert(provider)
      case .unsound, .timedOut, .failed: break
      }
    }
    return groups.mapValues { group in group.filter { !discredited.contains($0.key) } }
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

extension [PublicKey: Set<PublicKey>] {
  /// How many of these providers are different: any two that share a signing key are one.
  var voters: Int {
    var groups: [Set<PublicKey>] = []
    for signers in values {
      let related = groups.filter { !$0.isDisjoint(with: signers) }
      groups.removeAll { !$0.isDisjoint(with: signers) }
      groups.append(related.reduce(signers) { $0.union($1) })
    }
    return groups.count
  }
}

/// What one reply is worth, before it is compared with others.
private enum Judgement {
  case claims(Claim, Statement)
  case equivocates
  case unsound([Objection])
  case timedOut
  case failed(String)

  func conclusion(
    comparedWith accepted: Claim?, at divergence: TraceDivergence?
  ) -> Finding.Conclusion {
    switch self {
    case .claims(let claim, _):
      guard let accepted else { return .undecided }
      return claim == accepted
        ? .agreed : .deviated(claim.deviations(from: accepted, at: divergence))
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
    case .answer(let envelope): return judge(envelope, of: replica)
    case .contradiction(let first, let second):
      if isEquivocation(first, second, in: replica) { return .equivocates }
      // No proof: the pair counts as the better of the two, in whichever order they came.
      let isFirst = first.unverifiedPayload.lexicographicallyPrecedes(second.unverifiedPayload)
      let judged = (isFirst ? [first, second] : [second, first]).map {
        judge($0, of: replica)
      }
      if case .unsound = judged[0] { return judged[1] }
      return judged[0]
    case .timedOut: return .timedOut
    case .failed(let message): return .failed(message)
    }
  }

  private func judge(_ envelope: Envelope, of replica: Replica) -> Judgement {
    switch examine(envelope, for: replica.lease, in: replica.session) {
    case .sound(let statement): .claims(Claim(statement), statement)
    case .unsound(let objections): .unsound(objections)
    }
  }

  /// Whether the lease's provider, by its own key or one that it vouches for, signed two different
  /// statements that both name the lease.
  private func isEquivocation(
    _ first: Envelope, _ second: Envelope, in replica: Replica
  ) -> Bool {
    let lease = replica.lease
    var keys = [lease.provider]
    if let session = replica.session, session.endorsementFindings(by: lease.provider).isEmpty {
      keys.append(session.binding.sessionKey)
    }
    guard case .verified(let one) = first.verify(trusting: keys),
      case .verified(let other) = second.verify(trusting: keys)
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
