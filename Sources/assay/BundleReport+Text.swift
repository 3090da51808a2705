import Content
import Evidence
import Verification

extension BundleReport {
  /// For people: a line for each check, and for each provider what stands behind it.
  var text: String {
    let checks = checks.map { check, outcome in
      switch outcome {
      case .passed: "  passed       \(check.rawValue)\n"
      case .failed(let reason): "  FAILED       \(check.rawValue): \(reason)\n"
      case .notChecked(let reason): "  not checked  \(check.rawValue): \(reason)\n"
      }
    }
    return checks.joined() + standings.map(\.text).joined()
  }
}

extension Standing {
  /// Who, what vouches for it, and everything that speaks against that.
  fileprivate var text: String {
    let provider = provider.hexadecimal.prefix(16)
    let counted = isCounted ? "" : ", not counted"
    let findings = appraisals.flatMap(\.findings).map { "    finding    \($0)\n" }
    let refused = refusals.map { "    refused    \($0)\n" }
    return "  evidence     \(provider)…: \(summary)\(counted)\n" + (findings + refused).joined()
  }
}
