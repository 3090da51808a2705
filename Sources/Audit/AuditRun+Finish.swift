import Content
import Evidence
import Transparency
import Verification

extension AuditRun {
  /// Looks for what is missing, and ends the audit.
  package mutating func finish() -> AuditReport {
    if let log {
      judgeFreshness(of: log)
      judgeClaims(log)
      judgeWitnesses(of: log)
    }
    for history in providers.histories.values.sorted(by: { $0.key.hexadecimal < $1.key.hexadecimal }
    )
    where history.backwards > 0 {
      report(
        .timeBackwards, history.key.hexadecimal,
        "\(history.backwards) of \(history.loggedStatements) statements end before an earlier one, "
          + "by up to \(history.largestStepBack / 1000) s", provider: history.key)
    }
    return AuditReport(
      time: settings.time, log: log, heads: heads, bundles: bundleCount, findings: findings,
      fraudProofs: fraudProofs, providers: providers.histories, unkept: providers.unkept,
      domains: settings.policy?.failureDomains?.domains ?? [:], runtimes: runtimes,
      knownRuntimes: settings.policy?.runtimes, timeline: timeline, state: nextState)
  }

  /// Nil where there is no log, or something is wrong with it: the next audit begins where the last
  /// sound one ended.
  private var nextState: AuditState? {
    let disqualifying: [AuditFinding.Kind] = [.equivocation, .splitView, .rolledBack, .damagedLog]
    guard let log, log.isIntact, disqualifying.allSatisfy({ findings.counts[$0] == nil }) else {
      return nil
    }
    return AuditState(key: log.key, note: log.head.note, seen: seen, newest: newest)
  }

  private mutating func judgeFreshness(of log: LogSummary) {
    guard let largestAge = settings.largestAge else { return }
    let cosigned = heads.compactMap { head in
      head.seenAt.flatMap { Timestamp(milliseconds: Int64(min($0, 1 << 40)) * 1000) }
    }.max()
    let newest = [cosigned, newest].compactMap(\.self).max()
    guard let newest else {
      return report(.staleCheckpoint, log.head.source, "nothing says when it was made")
    }
    let age = settings.time.milliseconds - newest.milliseconds
    guard age > largestAge else { return }
    report(
      .staleCheckpoint, log.head.source,
      "last heard of at \(newest), \(age / 1000) s before the audit; at most "
        + "\(largestAge / 1000) s are allowed", time: newest)
  }

  private mutating func judgeWitnesses(of log: LogSummary) {
    let threshold = settings.trust?.threshold ?? 0
    // Who has cosigned the same head in another copy counts as well.
    let witnesses = heads.filter { $0.checkpoint == log.head.checkpoint }
      .reduce(into: Set()) { $0.formUnion($1.witnesses) }
    guard witnesses.count < threshold else { return }
    report(
      .fewWitnesses, log.head.source,
      "\(witnesses.count) witnesses have cosigned size \(log.head.checkpoint.size), expected "
        + "\(threshold)")
  }

  private mutating func judgeClaims(_ log: LogSummary) {
    var unlogged: Set<String> = []
    for (document, claim) in claims.claims.sorted(by: { $0.key < $1.key })
    where claim.found == nil && seen.index(of: document, as: .document) == nil {
      if let index = claim.index {
        report(
          .missingEntry, claim.source, "\(document) is said to be entry \(index), and is not",
          index: index)
      } else if case .bundle = claim.record, unlogged.insert(claim.source).inserted {
        report(.unloggedBundle, claim.source, "\(document) is not in the log")
      }
    }
    if bundleCount > 0, unclaimedBundles > 0 {
      report(
        .missingBundle, log.head.source,
        "\(unclaimedBundles) of \(log.bundles) logged bundles were not handed in")
    }
  }
}
