import Content
import Evidence
import Requestor
import Verification

/// What a run's policy makes of its providers and of its bundle.
struct PolicyJudgement: Sendable {
  /// Those that got no lease.
  let refused: [RefusedProvider]
  /// Everything that is not accepted of the bundle.
  let refusals: [PolicyRefusal]
  /// What the policy asks of logs, and does not find; nil where nothing is amiss.
  let logging: String?

  /// - Parameter report: on the bundle as it is written, by the policy.
  init(_ report: BundleReport, refused: [RefusedProvider]) {
    self.refused = refused
    refusals = report.refusals
    logging = if case .failed(let detail)? = report[.transparency] { detail } else { nil }
  }

  /// Whether a result, if there is one, is accepted.
  var isFulfilled: Bool { refusals.isEmpty && logging == nil }

  /// For people: every refusal in a line.
  var lines: [String] {
    let providers = refused.flatMap { provider in
      provider.refusals.map { "refused   \(provider.name): \($0)" }
    }
    return providers + refusals.map { "policy    \($0)" }
      + (logging.map { ["policy    log: \($0)"] } ?? [])
  }

  var json: JSON {
    .object([
      "isFulfilled": .boolean(isFulfilled),
      "refused": .array(
        refused.map { provider in
          .object([
            "name": .string(provider.name), "key": .string(provider.key.hexadecimal),
            "refusals": .array(provider.refusals.map(\.json)),
          ])
        }),
      "refusals": .array(refusals.map(\.json)),
      "logging": logging.map { .string($0) },
    ])
  }
}
