import Content
package import Crypto
package import Transparency

/// One audit under way: bundles and heads are handed in first, then the log is walked, then `finish`
/// compares what is left and reports.
///
/// It computes only; whoever runs it reads the files.
package struct AuditRun: Sendable {
  /// What the timeline of a report tells apart.
  package enum Event: Int, CaseIterable, Sendable {
    case statement
    case accepted
    case notAccepted
    /// A finding that has a time and is worse than a notice.
    case finding
  }

  /// A head that the log's key signed, and who showed it.
  package struct Head: Sendable {
    package let source: String
    package let note: SignedNote
    package let checkpoint: Checkpoint
    /// The newest cosignature of a trusted witness, in POSIX seconds.
    package let seenAt: UInt64?
    /// Those of the trusted witnesses that have cosigned it.
    package let witnesses: Set<PublicKey>
  }

  let settings: AuditSettings
  /// Where the last audit ended.
  let start: AuditState?
  package internal(set) var findings = FindingList()
  package internal(set) var fraudProofs: [FraudProof] = []
  var heads: [Head] = []
  var claims = LoggedClaims()
  var providers = ProviderBook()
  var roles = KeyRoles()
  /// Whose word the statements of a session's key are, as far as bundles say.
  var identities: [PublicKey: PublicKey] = [:]
  var leases: [Digest: String] = [:]
  var nonces: [[UInt8]: Digest] = [:]
  var seals: Set<Digest> = []
  var bundleCount = 0
  var timeline = ActivityPlot(kinds: Event.allCases.count, mostStretches: 120)
  var runtimes: [Digest: Int] = [:]
  var log: LogSummary?
  var seen: SeenIndex
  /// The newest time in the log's entries that is not beyond the audit's.
  var newest: Timestamp?
  var unclaimedBundles = 0
  static let mostFraudProofs = 16
  static let mostRuntimes = 1000
  static let mostIdentities = 100_000

  /// - Parameter state: where the last audit of the same log ended; nil audits from the beginning.
  package init(_ settings: AuditSettings, from state: AuditState? = nil) {
    self.settings = settings
    start = state
    seen = state?.seen ?? SeenIndex()
    newest = state?.newest
    for key in settings.trust?.logs ?? [] { roles.add(.log, key.publicKey) }
    for key in settings.trust?.witnesses ?? [] { roles.add(.witness, key.publicKey) }
    if let state {
      heads.append(
        Head(
          source: "the last audit", note: state.note, checkpoint: state.checkpoint, seenAt: nil,
          witnesses: []))
    }
  }

  mutating func report(
    _ kind: AuditFinding.Kind, _ subject: String, _ detail: String, index: UInt64? = nil,
    time: Timestamp? = nil, provider: PublicKey? = nil
  ) {
    findings.add(
      AuditFinding(kind, subject, detail, index: index, time: time, provider: provider))
    if let time, kind.severity > .notice { note(.finding, at: time) }
  }

  /// Notes a runtime that a statement names.
  mutating func count(runtime: Digest) {
    guard runtimes[runtime] != nil || runtimes.count < Self.mostRuntimes else { return }
    runtimes[runtime, default: 0] += 1
  }

  /// Draws something on the timeline.
  mutating func note(_ event: Event, at time: Timestamp) {
    if !settings.isInFuture(time) { timeline.add(event.rawValue, at: time) }
  }
}
