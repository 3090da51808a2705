import Audit
import Content
import Report
import Transparency

extension AuditReport {
  /// Findings that are written out for people; the other forms of the report have more.
  private static let mostFindings = 100

  /// For people: what was audited, what was found, and what it comes to.
  var text: String {
    var lines: [String] = []
    if let log {
      let head = log.head.checkpoint
      lines.append("log       \(head.origin.visible), \(head.size) entries, root \(head.root)")
      let before = log.knownSize > 0 ? ", \(log.knownSize) were before" : ""
      lines.append("verified  \(log.walked) entries\(before); heads compared: \(heads.count)")
    }
    if bundles > 0 { lines.append("bundles   \(bundles)") }
    lines.append("providers \(providers.count)")
    let ranked = Severity.allCases.sorted(by: >).flatMap { severity in
      findings.listed.filter { $0.severity == severity }
    }
    for finding in ranked.prefix(Self.mostFindings) {
      let severity = finding.severity.rawValue
      let padding = String(repeating: " ", count: 10 - severity.count)
      lines.append(
        "\(severity)\(padding)\(finding.kind.rawValue): \(finding.subject.visible): "
          + finding.detail.visible)
    }
    let all = findings.counts.values.reduce(0, +)
    if all > Self.mostFindings {
      lines.append("          and \(all - min(Self.mostFindings, ranked.count)) more")
    }
    lines.append("\(time): \(headline)")
    return lines.joined(separator: "\n") + "\n"
  }

  private var headline: String {
    let counts = Severity.allCases.sorted(by: >).compactMap { severity -> String? in
      let count = findings.count(of: severity)
      return count == 0 ? nil : "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
    }
    return (isClean ? "clean" : "not clean")
      + (counts.isEmpty ? "" : ", \(counts.joined(separator: ", "))")
  }
}
