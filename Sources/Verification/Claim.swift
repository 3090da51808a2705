package import Attestation
package import Content
import Jobs

/// What a statement claims of its job, as far as it is compared: how it ended, what it left, and what
/// the runtime saw on the way.
package struct Claim: Hashable, Sendable {
  package let termination: Termination
  /// `stdout`, `stderr` and `out/<path>`, ascending by name; none where a limit ended the job.
  package let outputs: [ResourceDescriptor]
  /// Over the steps that led there; nil where a limit ended the job.
  package let trace: TraceCommitment?

  /// The part of `statement` that a comparison by digest looks at; see `Comparator.digest`.
  init(_ statement: Statement) {
    termination = statement.execution.outcome.termination
    if case .limit = termination {
      (outputs, trace) = ([], nil)
    } else {
      (outputs, trace) = (statement.subjects, statement.execution.trace)
    }
  }

  /// Whether the job did what it was to do.
  package var isSuccess: Bool { termination == .exited(code: 0) }

  package var json: JSON {
    var members = JSONObject()
    for output in outputs { members[output.name] = .string(output.digest.description) }
    return .object([
      "termination": termination.json, "outputs": .object(members), "trace": trace?.json,
    ])
  }
}
