package import Content
import Linux

/// What several sessions' hardware is worth, found out on other processors while whoever asked does
/// something else.
package struct HardwareAppraisals: Sendable {
  private let count: Int
  /// The numbers of the sessions that show such evidence, each a piece of `work`.
  private let shown: [Int]
  private let work: SharedWork<[Appraisal]>

  /// Begins to appraise; `finish` has to be called.
  ///
  /// - Parameters: as `EvidenceVerifiers.appraise` has them; nil for a replica without a session.
  package init(
    of sessions: [Session?], by verifiers: EvidenceVerifiers, at time: Timestamp,
    requiring policy: Policy
  ) {
    let shown = sessions.indices.filter { sessions[$0]?.hardware != nil }
    self.shown = shown
    count = sessions.count
    work = SharedWork(shown.count, helpers: CurrentProcess.processorCount - 1) { piece in
      sessions[shown[piece]].map { verifiers.hardware(of: $0, at: time, by: policy) } ?? []
    }
  }

  /// Waits for what is not done, and helps with it.
  ///
  /// - Returns: for each session, an appraisal for each piece of evidence but the identity's.
  package func finish() -> [[Appraisal]] {
    var appraisals: [[Appraisal]] = Array(repeating: [], count: count)
    for (number, found) in zip(shown, work.finish()) { appraisals[number] = found }
    return appraisals
  }
}
