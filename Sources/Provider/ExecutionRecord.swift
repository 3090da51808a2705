package import Content
package import Exchange
package import Sandbox
package import Traces

/// What one execution did, before anybody signs it.
package struct ExecutionRecord: Sendable {
  package let outcome: Sandbox::Outcome
  package let profile: IsolationProfile
  /// `stdout`, `stderr`, and an `out/<path>` for each collected file; the blobs are in the store.
  package let contents: [TracedContent]
  package let startedAt: Timestamp
  package let finishedAt: Timestamp
  package let stages: StageTimes

  package init(
    outcome: Sandbox::Outcome, profile: IsolationProfile, contents: [TracedContent],
    startedAt: Timestamp, finishedAt: Timestamp, stages: StageTimes
  ) {
    self.outcome = outcome
    self.profile = profile
    self.contents = contents
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.stages = stages
  }
}
