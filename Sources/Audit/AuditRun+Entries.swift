import Attestation
import Content
import Crypto
import Evidence
import Transparency
import Verification

extension AuditRun {
  /// Takes in one entry of the log, in the log's order.
  mutating func audit(_ entry: [UInt8], at index: UInt64, _ summary: inout LogSummary) {
    let record: LogRecord
    do throws(VerificationError) {
      record = try LogRecord(parsing: entry)
    } catch {
      return report(.malformedEntry, "entry \(index)", "\(error)", index: index)
    }
    if let (contradiction, source) = claims.meet(record, at: index) {
      report(.statementMismatch, source, contradiction, index: index)
    }
    let earlier = seen.insert(record.document, as: .document, at: index)
    if let earlier {
      report(
        .duplicateEntry, "entry \(index)", "\(record.document) is entry \(earlier), too",
        index: index)
    }
    switch record {
    case .statement(let statement):
      summary.statements += 1
      audit(statement, at: index, isNew: earlier == nil)
    case .bundle(let bundle):
      summary.bundles += 1
      audit(bundle, at: index, isNew: earlier == nil)
    }
  }

  private mutating func audit(_ statement: StatementRecord, at index: UInt64, isNew: Bool) {
    let (provider, time) = (
      identities[statement.provider] ?? statement.provider, statement.finishedAt
    )
    meet(provider, as: .provider, in: "entry \(index)")
    if isNew, let earlier = seen.insert(statement.lease, as: .lease, at: index) {
      report(
        .replayedLease, "entry \(index)",
        "the lease \(statement.lease) was answered by entry \(earlier) already", index: index,
        time: time, provider: provider)
    }
    checkFuture(time, "entry \(index)", index, provider)
    count(runtime: statement.runtime)
    note(.statement, at: time)
    let clockSkew = settings.clockSkew
    providers.update(provider) {
      $0.add(loggedAt: time, runtime: statement.runtime, clockSkew: clockSkew)
    }
    // Whether the key is one that the policy knows, only a bundle says: it may be a session's.
    if let runtimes = settings.policy?.runtimes, !runtimes.contains(statement.runtime) {
      report(
        .unknownMeasurement, "entry \(index)", "the runtime \(statement.runtime)", index: index,
        time: time, provider: provider)
    }
  }

  private mutating func audit(_ bundle: BundleRecord, at index: UInt64, isNew: Bool) {
    meet(bundle.requestor, as: .requestor, in: "entry \(index)")
    checkFuture(bundle.decidedAt, "entry \(index)", index, nil)
    note(bundle.status == .accepted ? .accepted : .notAccepted, at: bundle.decidedAt)
    if claims.claims[bundle.bundle] == nil { unclaimedBundles += 1 }
    guard isNew else { return }
    var missing = 0
    for envelope in bundle.envelopes {
      if seen.index(of: envelope, as: .document) == nil { missing += 1 }
      if let earlier = seen.insert(envelope, as: .counted, at: index), earlier != index {
        report(
          .replayedLease, "entry \(index)",
          "\(envelope) counts in the bundle of entry \(earlier) already", index: index,
          time: bundle.decidedAt)
      }
    }
    if missing > 0 {
      report(
        .missingStatement, "entry \(index)",
        "\(missing) of the bundle's \(bundle.envelopes.count) statements are not in the log",
        index: index)
    }
  }

  /// Notes the time of an entry, and reports it if it is beyond the audit's.
  private mutating func checkFuture(
    _ time: Timestamp, _ subject: String, _ index: UInt64?, _ provider: PublicKey?
  ) {
    guard settings.isInFuture(time) else {
      newest = max(newest ?? time, time)
      return
    }
    report(
      .timeInFuture, subject, "\(time), audited at \(settings.time)", index: index, time: time,
      provider: provider)
  }
}
