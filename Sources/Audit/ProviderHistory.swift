package import Content
package import Crypto
package import Verification

/// What became of one provider's work, as far as the audit has seen it.
package struct ProviderHistory: Sendable {
  /// What a plot tells apart.
  package enum Activity: Int, CaseIterable, Sendable {
    /// Its result was the accepted one.
    case accepted
    /// Its result was another, or its statement did not count.
    case refused
    /// It gave no result, or none was accepted.
    case open
    /// A statement that is only known from the log.
    case logged
  }

  package let key: PublicKey
  /// Leases in bundles, by what the verdict says of them.
  package private(set) var conclusions: [Finding.Conclusion.Kind: Int] = [:]
  /// Statements in the log.
  package private(set) var loggedStatements = 0
  /// Statements that the policy does not accept.
  package var refusals = 0
  package private(set) var firstSeen: Timestamp?
  package private(set) var lastSeen: Timestamp?
  /// Statements in the log that end before an earlier one does, by more than clocks may differ.
  package private(set) var backwards = 0
  /// The largest such difference, in milliseconds.
  package private(set) var largestStepBack: Int64 = 0
  package private(set) var runtimes: Set<Digest> = []
  package private(set) var plot = ActivityPlot(
    kinds: Activity.allCases.count, mostStretches: 48)
  private var latestLogged: Timestamp?
  private static let mostRuntimes = 64

  package init(key: PublicKey) {
    self.key = key
  }

  /// Leases that ended in `kind`.
  package func count(of kind: Finding.Conclusion.Kind) -> Int { conclusions[kind] ?? 0 }

  /// Takes in what a verdict says of one lease.
  mutating func add(_ kind: Finding.Conclusion.Kind, at time: Timestamp) {
    conclusions[kind, default: 0] += 1
    see(time)
    let activity: Activity =
      switch kind {
      case .agreed: .accepted
      case .deviated, .equivocated, .invalid: .refused
      case .undecided, .timedOut, .failed: .open
      }
    plot.add(activity.rawValue, at: time)
  }

  /// Takes in a statement as the log has it, in the log's order.
  mutating func add(loggedAt time: Timestamp, runtime: Digest, clockSkew: Int64) {
    loggedStatements += 1
    see(time)
    add(runtime: runtime)
    plot.add(Activity.logged.rawValue, at: time)
    let step = (latestLogged ?? time).milliseconds - time.milliseconds
    if step > clockSkew {
      backwards += 1
      largestStepBack = max(largestStepBack, step)
    }
    latestLogged = max(latestLogged ?? time, time)
  }

  mutating func add(runtime: Digest) {
    if runtimes.count < Self.mostRuntimes { runtimes.insert(runtime) }
  }

  private mutating func see(_ time: Timestamp) {
    firstSeen = min(firstSeen ?? time, time)
    lastSeen = max(lastSeen ?? time, time)
  }
}
