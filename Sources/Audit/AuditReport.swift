package import Content
package import Crypto
import Verification

/// What an audit came to.
package struct AuditReport: Sendable {
  package let time: Timestamp
  /// Nil where only bundles were audited.
  package let log: LogSummary?
  /// Every head of the log that was shown, the last audit's included.
  package let heads: [AuditRun.Head]
  /// Different bundles that were handed in and could be read.
  package let bundles: Int
  package let findings: FindingList
  package let fraudProofs: [FraudProof]
  package let providers: [PublicKey: ProviderHistory]
  /// Statements and leases of providers beyond those.
  package let unkept: Int
  /// What the policy calls the failure domain of a key; anybody's text.
  package let domains: [PublicKey: String]
  /// Runtimes by the number of statements that name them.
  package let runtimes: [Digest: Int]
  /// Those that the policy knows; nil where it names none.
  package let knownRuntimes: Set<Digest>?
  /// By `AuditRun.Event`.
  package let timeline: ActivityPlot
  /// What to remember for the next audit; nil where nothing new may be.
  package let state: AuditState?

  /// Whether there is nothing worse than a notice.
  package var isClean: Bool { (findings.worst ?? .notice) == .notice }

  /// Those with the most to be said against them first, then by key.
  package var rankedProviders: [ProviderHistory] {
    providers.values.sorted { left, right in
      let (first, second) = (left.suspicion, right.suspicion)
      return first == second ? left.key.hexadecimal < right.key.hexadecimal : first > second
    }
  }
}

extension ProviderHistory {
  /// Leases and statements that speak against this provider.
  package var suspicion: Int {
    count(of: .deviated) + count(of: .equivocated) + count(of: .invalid) + refusals + backwards
  }
}
