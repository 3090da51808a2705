import Attestation
import Content
import Crypto
import Evidence
import Jobs
import Transparency
import Verification

extension AuditRun {
  /// Takes in a bundle: its seal and verdict, its leases, what became of each provider, and what a
  /// log must say of it.
  ///
  /// - Parameter source: the file it comes from; for people.
  package mutating func add(bundle bytes: [UInt8], from source: String) {
    let bundle: Bundle
    do throws(VerificationError) {
      bundle = try Bundle(parsing: bytes)
    } catch {
      return report(.malformedBundle, source, "\(error)")
    }
    guard seals.insert(bundle.sealDigest).inserted else {
      return report(.repeatedBundle, source, "\(bundle.sealDigest) was handed in before")
    }
    bundleCount += 1
    let time = bundle.decidedAt
    meet(bundle.requestor, as: .requestor, in: source)
    if settings.isInFuture(time) {
      report(.timeInFuture, source, "decided \(time), audited at \(settings.time)", time: time)
    }
    // Evidence is judged by the time of the verdict: certificates of old bundles have expired since.
    let result = bundle.verify(
      Bundle.Expectations(
        clockSkew: settings.clockSkew, policy: settings.policy, verifiers: settings.verifiers))
    for (check, outcome) in result.checks where check != .transparency && check != .policy {
      guard case .failed(let detail) = outcome else { continue }
      report(.unsoundBundle, source, "\(check.rawValue): \(detail)", time: time)
    }
    for refusal in result.refusals where refusal.isAboutQuorum {
      report(AuditFinding.Kind(refusal.reason), source, "\(refusal)", time: time)
    }
    for replica in bundle.replicas {
      audit(replica.lease, source, time)
      audit(replica)
    }
    audit(result.verdict, source, time)
    for standing in result.standings { audit(standing, source, time) }
    claim(bundle, source)
  }

  private mutating func audit(_ lease: Lease, _ source: String, _ time: Timestamp) {
    meet(lease.provider, as: .provider, in: source)
    if let other = leases.updateValue(source, forKey: lease.id) {
      report(
        .replayedLease, source, "the lease \(lease.id) counts in \(other), too", time: time,
        provider: lease.provider)
    }
    let earlier = nonces.updateValue(lease.id, forKey: lease.nonce)
    if let earlier, earlier != lease.id {
      report(
        .replayedNonce, source,
        "the nonce \(Hexadecimal.encode(lease.nonce)) is in the leases \(earlier) and \(lease.id)",
        time: time, provider: lease.provider)
    }
  }

  private mutating func audit(_ verdict: Verdict, _ source: String, _ time: Timestamp) {
    switch verdict.status {
    case .accepted: break
    case .rejected(let refusal):
      report(.noResult, source, "rejected: \(refusal.rawValue)", time: time)
    case .inconclusive(let lack):
      report(.noResult, source, "inconclusive: \(lack.rawValue)", time: time)
    }
    // What a log has of its bundles is drawn from there.
    if settings.trust == nil { note(verdict.result == nil ? .notAccepted : .accepted, at: time) }
    for finding in verdict.findings { audit(finding, source, time) }
  }

  private mutating func audit(_ finding: Verification.Finding, _ source: String, _ time: Timestamp)
  {
    providers.update(finding.provider) { $0.add(finding.conclusion.kind, at: time) }
    let (kind, detail): (AuditFinding.Kind, String)
    switch finding.conclusion {
    case .agreed, .undecided: return
    case .deviated(let deviations):
      (kind, detail) = (
        .providerDeviated, deviations.prefix(8).map(\.description).joined(separator: "; ")
      )
    case .equivocated:
      (kind, detail) = (.providerEquivocated, "two statements for the lease \(finding.lease)")
    case .invalid(let objections):
      (kind, detail) = (
        .providerInvalid, objections.prefix(8).map(\.description).joined(separator: "; ")
      )
    case .timedOut: (kind, detail) = (.providerFailed, "no answer in time")
    case .failed(let message): (kind, detail) = (.providerFailed, message)
    }
    report(kind, source, detail, time: time, provider: finding.provider)
  }

  private mutating func claim(_ bundle: Bundle, _ source: String) {
    let records: [LogRecord]
    do throws(VerificationError) {
      records = try LogRecord.records(of: bundle.bytes)
    } catch {
      return report(.unsoundBundle, source, "\(error)")
    }
    var index: UInt64?
    if let record = records.last { index = audit(bundle.proofs, of: record, source) }
    for record in records {
      var place: UInt64?
      if case .bundle = record { place = index }
      claims.add(record, from: source, provenAt: place)
    }
  }

  /// Checks a bundle's proofs, and takes in the heads that they rest on.
  ///
  /// - Returns: where the log has entered the bundle, by a proof that holds.
  private mutating func audit(
    _ proofs: [LogProof], of record: LogRecord, _ source: String
  ) -> UInt64? {
    guard let trust = settings.trust else { return nil }
    var found: UInt64?
    for proof in proofs {
      guard let head = Checkpoint(proof.checkpoint.unverifiedText),
        trust.logs.contains(where: { $0.name.utf8.elementsEqual(head.origin.utf8) })
      else { continue }
      guard add(proof.checkpoint, from: source) else { continue }
      if proof.proves(record.canonicalBytes, in: head) {
        found = proof.index
      } else {
        report(
          .invalidProof, source, "the bundle is not entry \(proof.index) of \(head.size)",
          index: proof.index)
      }
    }
    return found
  }
}

extension PolicyRefusal {
  /// Whether it is about all who agree together, and not about one of them.
  fileprivate var isAboutQuorum: Bool {
    switch reason {
    case .failureDomains, .evidenceRoots, .quorum: true
    default: false
    }
  }
}
