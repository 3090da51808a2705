package import Attestation
package import Content
import Jobs

/// What a statement claims of its job, as far as it is compared: how it ended, and what it left.
package struct Claim: Hashable, Sendable {
  package let termination: Termination
  /// `stdout`, `stderr` and `out/<path>`, ascending by name; none where a limit ended the job.
  package let outputs: [ResourceDescriptor]

  /// The part of `statement` that a comparison by digest looks at; see `Comparator.digest`.
  init(_ statement: Statement) {
    termination = statement.execution.outcome.termination
    outputs = if case .limit = termination { [] } else { statement.subjects }
  }

  /// Whether the job did what it was to do.
  package var isSuccess: Bool { termination == .exited(code: 0) }

  package var json: JSON {
    var members = JSONObject()
    for output in outputs { members[output.name] = .string(output.digest.description) }
    return .object(["termination": termination.json, "outputs": .object(members)])
  }
}
