import Attestation
import Content
import Exchange
import Jobs
import Requestor
import Verification

/// What `assay run` prints at its end.
struct RunReport: Sendable {
  let job: JobSpecification
  let decision: Requestor.Decision
  /// Nil without a policy.
  let judgement: PolicyJudgement?
  let directory: ResultDirectory
  let timeline: Timeline

  /// The failure to report instead of a verdict: there is no result, and a provider says that no
  /// host, or not this one, may run the job.
  var refusal: ProviderFailure? {
    guard decision.verdict.result == nil else { return nil }
    return decision.executions.lazy.compactMap(\.failure)
      .first { $0.reason == .isolationUnavailable || $0.reason == .invalidJob }
  }

  /// That of the verdict; that of a failed verification where a policy does not accept its result.
  var exitStatus: ExitStatus {
    judgement?.isFulfilled ?? true ? decision.verdict.exitStatus : .verificationFailed
  }

  /// For people: verdict, network if there is any, providers, result, places, times.
  var text: String {
    let verdict = decision.verdict
    var lines = ["verdict   \(verdict.headline)", "job       \(job.id)"]
    if job.network != .none { lines.append("network   \(networkText)") }
    for execution in decision.executions {
      lines.append("provider  \(execution.provider): \(conclusion(of: execution))")
      lines += remarks(on: execution).map { "          \($0)" }
    }
    lines += judgement?.lines ?? []
    if let result = verdict.result {
      lines.append("result    \(result.termination)")
      lines += result.outputs.map { "output    \($0.name) \($0.digest)" }
    }
    lines.append("bundle    \(directory.bundlePath)")
    lines.append("outputs   \(directory.path)/")
    lines.append("times     \(times)")
    return lines.joined(separator: "\n") + "\n"
  }

  /// `urn:assay:schema:run:v1`: the verdict as the bundle has it, and how it came about.
  var json: JSON {
    .object([
      "schema": .string("urn:assay:schema:run:v1"),
      "verdict": decision.verdict.json,
      "network": job.network.json,
      "bundle": .string(directory.bundlePath),
      "outputs": .string(directory.path),
      "providers": .array(decision.executions.map(\.json)),
      "policy": judgement?.json,
      "stages": stagesJSON,
    ])
  }

  private func conclusion(of execution: ExecutionReport) -> String {
    let finding = decision.verdict.findings.first { $0.lease == execution.replica.lease.id }
    return finding?.conclusion.text ?? "not asked"
  }

  /// What a provider says that a person may want to know before the outputs are used.
  private func remarks(on execution: ExecutionReport) -> [String] {
    guard let account = execution.account else { return [] }
    var remarks = account.outcome.truncated.map { "\($0.rawValue) was cut at its limit" }
    if let violations = account.isolation.violations, !violations.isEmpty {
      let list = violations.map { "\($0.call) (\($0.count))" }.joined(separator: ", ")
      remarks.append("refused system calls: \(list)")
    }
    return remarks
  }

  private var networkText: String {
    switch job.network {
    case .none: "none"
    case .loopback: "loopback, the job's own"
    case .allow(let endpoints): endpoints.map { "tcp \($0)" }.joined(separator: ", ")
    }
  }

  private var times: String {
    let verification = ("of this verify", decision.verificationMicroseconds)
    return (timeline.stages.map { ($0.name, $0.microseconds) } + [verification])
      .map { "\($0.0) \(Self.milliseconds($0.1))" }.joined(separator: ", ")
  }

  private var stagesJSON: JSON {
    var stages = JSONObject()
    for stage in timeline.stages { stages[stage.name] = .integer(stage.microseconds) }
    stages["verify"] = .integer(decision.verificationMicroseconds)
    for stage in StageTimes.Stage.allCases {
      let slowest = decision.executions.compactMap { $0.stages?[stage] }.max() ?? 0
      stages["provider \(stage.rawValue)"] = .integer(slowest)
    }
    return .object(stages)
  }

  private static func milliseconds(_ microseconds: Int64) -> String {
    let tenths = (microseconds + 50) / 100
    return "\(tenths / 10).\(tenths % 10) ms"
  }
}

extension ExecutionReport {
  /// For the progress display: the provider has answered, or why not.
  var progressLabel: String {
    failure.map { "no result, \($0.reason.rawValue)" } ?? "result received"
  }

  fileprivate var json: JSON {
    .object([
      "name": .string(provider),
      "key": .string(replica.lease.provider.hexadecimal),
      "microseconds": .integer(microseconds),
      "stages": stages?.json,
      "failure": failure.map { .string("\($0.reason.rawValue): \($0.text)") },
      "truncated": account.flatMap { account in
        account.outcome.truncated.isEmpty
          ? nil : .array(account.outcome.truncated.map { .string($0.rawValue) })
      },
      "violations": account?.isolation.violations.map { violations in
        .array(
          violations.map {
            .object(["call": .string($0.call), "count": .integer($0.count)])
          })
      },
    ])
  }
}
