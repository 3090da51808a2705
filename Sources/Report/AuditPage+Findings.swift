import Audit
import Content

extension AuditPage {
  /// What was found, one by one; it comes last, since it may be long.
  var findings: Markup {
    report.findings.counts.isEmpty
      ? .empty : section("Every finding", "The gravest come first.", list.markup)
  }

  /// What was found, by kind.
  var kinds: Markup {
    report.findings.counts.isEmpty
      ? .empty
      : section(
        "Findings", "Each kind has a fixed name, which programs may rely on.", countsByKind.markup)
  }

  private var countsByKind: DataTable {
    let counted = report.findings.counts.sorted { left, right in
      let (first, second) = (left.key.severity, right.key.severity)
      return first == second ? left.key.rawValue < right.key.rawValue : first > second
    }
    return DataTable(
      caption: "",
      columns: [
        .init(title: "Severity"), .init(title: "Kind"), .init(title: "Count", isNumber: true),
      ],
      rows: counted.map { kind, count in
        [
          Self.severity(kind.severity),
          .init(
            .text(kind.title)
              + .element("small", [:], .element("code", [:], .text(kind.rawValue))),
            key: kind.rawValue), .init(count),
        ]
      })
  }

  private var list: DataTable {
    let all = report.findings.counts.values.reduce(0, +)
    let ranked = Severity.allCases.sorted(by: >).flatMap { severity in
      report.findings.listed.filter { $0.severity == severity }
    }
    let shown = ranked.prefix(Self.mostFindings)
    return DataTable(
      caption: cut(shown.count, of: all),
      columns: [
        .init(title: "Severity"), .init(title: "Finding"), .init(title: "Found in"),
        .init(title: "Entry", isNumber: true), .init(title: "Time"), .init(title: "Provider"),
      ],
      rows: shown.map { finding in
        [
          Self.severity(finding.severity), Self.words(of: finding),
          .init(PlainText.shortened(finding.subject, to: 200)),
          finding.index.map { .init($0) } ?? .blank,
          finding.time.map { .init($0.markup, key: $0.description) } ?? .blank,
          finding.provider.map { Self.key($0.hexadecimal) } ?? .blank,
        ]
      })
  }

  private static func words(of finding: AuditFinding) -> DataTable.Cell {
    let detail = PlainText.shortened(finding.detail, to: longestDetail)
    return .init(
      .text(finding.kind.title)
        + .element("small", [:], .element("bdi", [:], .text(detail))),
      key: finding.kind.rawValue)
  }

  /// The word, with a sign that does not depend on seeing colours.
  static func severity(_ severity: Severity) -> DataTable.Cell {
    let (sign, rank): (String, String) =
      switch severity {
      case .alarm: ("■", "0")
      case .warning: ("▲", "1")
      case .notice: ("○", "2")
      }
    return .init(
      .element(
        "span", ["class": "severity \(severity.rawValue)"],
        .text("\(sign) \(severity.rawValue)")), key: rank)
  }

  /// The beginning of a key; the whole is a title for those who point at it.
  static func key(_ text: String) -> DataTable.Cell {
    .init(
      .element(
        "code", ["title": text, "class": "nowrap"], .text(String(text.prefix(12)) + "…")),
      key: text)
  }
}
