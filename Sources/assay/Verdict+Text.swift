import Verification

extension Verdict {
  /// The verdict in one line.
  var headline: String {
    switch status {
    case .accepted(let result):
      let agreed = findings.filter { $0.conclusion == .agreed }.count
      let outcome = result.isSuccess ? "" : ", and the job failed: \(result.termination)"
      return "accepted by \(agreed) of \(findings.count) providers\(outcome)"
    case .rejected(let refusal): return "rejected: \(refusal.rawValue)"
    case .inconclusive(let lack): return "inconclusive: \(lack.rawValue)"
    }
  }

  /// 0 for an accepted result, 4 for an accepted failure of the job, else 3.
  var exitStatus: ExitStatus {
    guard let result else { return .verificationFailed }
    return result.isSuccess ? .accepted : .jobFailed
  }
}

extension Finding.Conclusion {
  /// The conclusion with its reasons, in one line.
  var text: String {
    switch self {
    case .deviated(let deviations):
      "\(kind.rawValue): " + deviations.map(\.description).joined(separator: "; ")
    case .invalid(let objections):
      "\(kind.rawValue): " + objections.map(\.description).joined(separator: "; ")
    case .failed(let reason): "\(kind.rawValue): \(reason)"
    case .agreed, .undecided, .equivocated, .timedOut: kind.rawValue
    }
  }
}
