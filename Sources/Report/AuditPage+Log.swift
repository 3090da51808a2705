import Audit
import Content
import Transparency

extension AuditPage {
  /// The log, its head, and who showed which other heads.
  var log: Markup {
    guard let log = report.log else { return .empty }
    let head = log.head.checkpoint
    let facts: [(String, Markup)] = [
      ("Log", .element("bdi", [:], .text(head.origin))),
      ("Key", .element("code", [:], .text(log.key.description))),
      ("Size", .text(PlainText.grouped(head.size) + " entries")),
      ("Root", .element("code", [:], .text(head.root.description))),
      ("Read from", .element("bdi", [:], .text(log.head.source))),
      ("Holds", .text(holdings(of: log))),
      (
        "Witnesses", .text(PlainText.grouped(log.head.witnesses.count) + " have cosigned this head")
      ),
      (
        "Condition",
        .text(
          log.isIntact
            ? "every entry and tile read leads to the signed root"
            : "not everything leads to the signed root")
      ),
    ]
    let list = Markup.element(
      "dl", ["class": "facts"],
      .join(facts.map { .element("dt", [:], .text($0.0)) + .element("dd", [:], $0.1) }))
    return section(
      "The log", "What the log's key signed, and what its files hold.", list + heads(log))
  }

  private func holdings(of log: LogSummary) -> String {
    "\(PlainText.grouped(log.statements)) statements and \(PlainText.grouped(log.bundles)) bundles "
      + "among the entries read"
  }

  private func heads(_ log: LogSummary) -> Markup {
    guard report.heads.count > 1 else { return .empty }
    let ranked = report.heads.sorted { $0.checkpoint.size > $1.checkpoint.size }
    let shown = ranked.prefix(Self.mostRows)
    return DataTable(
      caption: "Heads that were shown to this audit. " + cut(shown.count, of: ranked.count),
      columns: [
        .init(title: "Shown by"), .init(title: "Size", isNumber: true), .init(title: "Root"),
        .init(title: "Witnesses", isNumber: true),
      ],
      rows: shown.map { head in
        [
          .init(PlainText.shortened(head.source, to: 200)), .init(head.checkpoint.size),
          Self.key(head.checkpoint.root.description), .init(head.witnesses.count),
        ]
      }
    ).markup
  }

  /// Runtimes by how often statements name them.
  var runtimes: Markup {
    guard !report.runtimes.isEmpty else { return .empty }
    let ranked = report.runtimes.sorted { left, right in
      left.value == right.value ? left.key < right.key : left.value > right.value
    }
    let shown = ranked.prefix(Self.mostRows)
    let table = DataTable(
      caption: "Measurements of runtimes. " + cut(shown.count, of: ranked.count),
      columns: [
        .init(title: "Runtime"), .init(title: "Statements", isNumber: true),
        .init(title: "Known to the policy"),
      ],
      rows: shown.map { runtime, count in
        [
          .init(.element("code", [:], .text(runtime.description)), key: runtime.description),
          .init(count),
          .init(report.knownRuntimes.map { $0.contains(runtime) ? "yes" : "no" } ?? "not asked"),
        ]
      })
    return section(
      "Runtimes", "What ran the jobs, by the digest that statements give of it.", table.markup)
  }

  /// Fraud proofs, whole, so that the report carries them to whoever checks them.
  var proofs: Markup {
    guard !report.fraudProofs.isEmpty else { return .empty }
    let items = report.fraudProofs.enumerated().map { number, proof in
      Markup.element(
        "details", [:],
        .element("summary", [:], .text("Fraud proof \(number + 1)"))
          + .element("pre", [:], .text(proof.json.canonicalText)))
    }
    return section(
      "Fraud proofs",
      "Each shows two heads that cannot both be true, signed by one key. Saved as a file, "
        + "“assay audit” checks it without the log.", .join(items))
  }
}
