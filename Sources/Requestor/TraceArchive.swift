import Attestation
import Content
import Jobs
import Linux
import Traces
import Verification

/// The outputs of all providers, from which the requestor can show where two traces part: a bundle's
/// reader does not have those of the providers who deviate.
struct TraceArchive: Sendable {
  let store: BlobStore

  /// `replicas`, with the place where its trace leaves the accepted one for each whose place `verdict`
  /// does not know; nil where it lacks none. Where outputs are missing, or are not those that their
  /// statement names, nothing is shown.
  func opening(_ replicas: [Replica], judged verdict: Verdict) -> [Replica]? {
    let conclusions = Dictionary(
      uniqueKeysWithValues: verdict.findings.map { ($0.lease, $0.conclusion) })
    guard conclusions.values.contains(where: \.lacksPlace),
      let agreed = replicas.first(where: { conclusions[$0.lease.id] == .agreed }),
      let truth = agreed.statement.flatMap(trace)
    else { return nil }
    return replicas.map { replica in
      guard let conclusion = conclusions[replica.lease.id], conclusion.lacksPlace else {
        return replica
      }
      return replica.diverging(
        at: replica.statement.flatMap(trace)?.divergence(from: truth))
    }
  }

  /// The trace that `statement` commits itself to; nil where the store does not lead to it.
  private func trace(of statement: Statement) -> Trace? {
    var contents: [TracedContent] = []
    for subject in statement.subjects {
      guard let steps = try? store.steps(of: subject.digest), steps.whole == subject.digest else {
        return nil
      }
      contents.append(TracedContent(subject: subject.name, steps: steps))
    }
    let trace = Trace(of: contents, termination: statement.execution.outcome.termination)
    return trace.commitment == statement.execution.trace ? trace : nil
  }
}

extension Finding.Conclusion {
  /// Whether a trace differs, and it is not known where.
  fileprivate var lacksPlace: Bool {
    guard case .deviated(let deviations) = self else { return false }
    return deviations.contains { if case .trace = $0 { true } else { false } }
  }
}

extension Replica {
  /// Of a sound replica.
  fileprivate var statement: Statement? {
    guard case .answer(let envelope) = reply else { return nil }
    return try? Statement(parsing: envelope.unverifiedPayload)
  }
}
