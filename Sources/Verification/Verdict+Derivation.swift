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
  ///
  /// Where the job allows for a tolerance, claims are the same if they agree within it. That is not
  /// transitive; so the claim that most providers agree with is taken, the first in the order of
  /// bytes where there are several, and every other is compared with it.
  ///
  /// - Parameter contents: an output by its digest, for such a job; nil where it is not to be had.
  package static func derive(
    job: JobSpecification, replicas: [Replica], decidedAt: Timestamp,
    clockSkew: Int64 = Examination.standardClockSkew,
    contents: (Digest) -> [UInt8]? = { _ in nil }
  ) -> (verdict: Verdict, comparisons: Comparisons?) {
    let examination = Examination(job: job, decidedAt: decidedAt, clockSkew: clockSkew)
    let judged = examination.judge(replicas)
    let comparisons = job.redundancy.comparator.tolerance.map {
      Comparisons(of: judged.claims, tolerance: $0, contents: contents)
    }
    return (derivation(of: judged, job, comparisons).verdict, comparisons)
  }

  /// A verdict, and what it rests on.
  struct Derivation {
    let verdict: Verdict
    /// The sound ones, by the ids of their leases.
    let statements: [Digest: Statement]
    /// The providers that count for the accepted result, each with the keys that signed.
    let counted: [PublicKey: Set<PublicKey>]
    /// Everything that a sound statement claims.
    let claims: Set<Claim>
  }

  /// As `derive`, with what it rests on, from comparisons that somebody has made.
  static func derivation(
    job: JobSpecification, replicas: [Replica], decidedAt: Timestamp, clockSkew: Int64,
    comparisons: Comparisons?
  ) -> Derivation {
    let examination = Examination(job: job, decidedAt: decidedAt, clockSkew: clockSkew)
    return derivation(of: examination.judge(replicas), job, comparisons)
  }

  private static func derivation(
    of judged: [Judged], _ job: JobSpecification, _ comparisons: Comparisons?
  ) -> Derivation {
    let groups = Self.groups(of: judged, comparisons)
    let winners = groups.filter { $0.value.voters >= job.redundancy.quorum }
    let status = status(
      of: winners, leases: judged.count, job.redundancy, comparisons)
    var accepted: Claim?
    if case .accepted(let claim) = status { accepted = claim }
    let findings = judged.map { replica, judgement in
      Finding(
        lease: replica.lease.id, provider: replica.lease.provider,
        conclusion: judgement.conclusion(
          comparedWith: accepted, comparisons, at: replica.divergence))
    }
    let counted = accepted.flatMap { groups[$0] } ?? [:]
    var statements: [Digest: Statement] = [:]
    for case (let replica, .claims(_, let statement)) in judged {
      statements[replica.lease.id] = statement
    }
    let verdict = Verdict(
      job: job.id, redundancy: job.redundancy, status: status, votes: counted.voters,
      findings: findings.sorted { $0.precedes($1) })
    return Derivation(
      verdict: verdict, statements: statements, counted: counted, claims: judged.claims)
  }

  /// For each claim, the providers that agree with it, each with the keys that signed.
  private static func groups(
    of judged: [Judged], _ comparisons: Comparisons?
  ) -> [Claim: [PublicKey: Set<PublicKey>]] {
    var groups: [Claim: [PublicKey: Set<PublicKey>]] = [:]
    var discredited: Set<PublicKey> = []
    var claims: [PublicKey: Set<Claim>] = [:]
    for (replica, judgement) in judged {
      let provider = replica.lease.provider
      switch judgement {
      case .claims(let claim, _):
        let signer = replica.session?.binding.sessionKey ?? provider
        groups[claim, default: [:]][provider, default: []].insert(signer)
        let earlier = claims[provider, default: []]
        if !earlier.allSatisfy({ $0.agrees(with: claim, comparisons) }) {
          discredited.insert(provider)
        }
        claims[provider, default: []].insert(claim)
      case .equivocates: discredited.insert(provider)
      case .unsound, .timedOut, .failed: break
      }
    }
    groups = groups.mapValues { group in group.filter { !discredited.contains($0.key) } }
    return comparisons == nil ? groups : joined(groups, comparisons)
  }

  /// Each group together with all others whose claims agree with its own.
  private static func joined(
    _ groups: [Claim: [PublicKey: Set<PublicKey>]], _ comparisons: Comparisons?
  ) -> [Claim: [PublicKey: Set<PublicKey>]] {
    var joined = groups
    for (claim, _) in groups {
      for (other, group) in groups where other != claim && other.agrees(with: claim, comparisons) {
        joined[claim, default: [:]].merge(group) { $0.union($1) }
      }
    }
    return joined
  }

  private static func status(
    of winners: [Claim: [PublicKey: Set<PublicKey>]], leases: Int, _ redundancy: Redundancy,
    _ comparisons: Comparisons?
  ) -> Status {
    let winner = winners.max { left, right in
      let (fewer, more) = (left.value.voters, right.value.voters)
      return fewer == more ? right.key.precedes(left.key) : fewer < more
    }?.key
    if let winner, !winners.keys.allSatisfy({ $0.agrees(with: winner, comparisons) }) {
      return .rejected(.conflictingQuorums)
    }
    guard leases >= redundancy.replicas else { return .inconclusive(.tooFewLeases) }
    if let winner { return .accepted(winner) }
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

extension Claim {
  /// A fixed order, of no meaning.
  fileprivate func precedes(_ other: Claim) -> Bool {
    json.canonicalBytes.lexicographicallyPrecedes(other.json.canonicalBytes)
  }
}

/// A replica, and what its reply is worth.
private typealias Judged = (replica: Replica, judgement: Judgement)

extension [Judged] {
  /// Everything that a sound statement claims.
  fileprivate var claims: Set<Claim> {
    Set(compactMap { if case .claims(let claim, _) = $0.judgement { claim } else { nil } })
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
    comparedWith accepted: Claim?, _ comparisons: Comparisons?, at divergence: TraceDivergence?
  ) -> Finding.Conclusion {
    switch self {
    case .claims(let claim, _):
      guard let accepted else { return .undecided }
      let deviations = claim.deviations(from: accepted, comparisons, at: divergence)
      return deviations.isEmpty ? .agreed : .deviated(deviations)
    case .equivocates: return .equivocated
    case .unsound(let objections): return .invalid(objections)
    case .timedOut: return .timedOut
    case .failed(let message): return .failed(message)
    }
  }
}

extension Examination {
  fileprivate func judge(_ replicas: [Replica]) -> [Judged] {
    replicas.map { ($0, judge($0.bounded(for: job))) }
  }

  private func judge(_ replica: Replica) -> Judgement {
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
