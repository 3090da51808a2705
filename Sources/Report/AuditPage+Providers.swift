import Audit
import Content
import Verification

extension AuditPage {
  /// What became of each provider's work.
  var providers: Markup {
    let ranked = report.rankedProviders
    guard !ranked.isEmpty else { return .empty }
    let shown = ranked.prefix(Self.mostProviders)
    let axis = plotAxis(shown)
    let table = DataTable(
      caption: [cut(shown.count, of: ranked.count), unkept].filter { !$0.isEmpty }
        .joined(separator: " "),
      columns: [
        .init(title: "Provider"), .init(title: "Activity"),
        .init(title: "Accepted", isNumber: true), .init(title: "Deviated", isNumber: true),
        .init(title: "Invalid", isNumber: true), .init(title: "No result", isNumber: true),
        .init(title: "Logged", isNumber: true), .init(title: "Refused", isNumber: true),
        .init(title: "Seen"),
      ], rows: shown.map { row($0, axis) })
    return section(
      "Providers",
      "Those with most to be said against them come first. The plots share one axis of time: grey "
        + "is logged or open, blue accepted, red refused.", table.markup)
  }

  private var unkept: String {
    report.unkept > 0
      ? "\(PlainText.grouped(report.unkept)) statements are of further providers." : ""
  }

  private func row(_ history: ProviderHistory, _ axis: TimeAxis?) -> [DataTable.Cell] {
    let domain = report.domains[history.key].map {
      Markup.element("small", [:], .element("bdi", [:], .text(PlainText.shortened($0, to: 100))))
    }
    let name = Self.key(history.key.hexadecimal)
    return [
      .init(name.content + (domain ?? .empty), key: name.key),
      .init(spark(history, axis), key: String(history.suspicion)),
      .init(history.count(of: .agreed)), .init(history.count(of: .deviated)),
      .init(history.count(of: .invalid) + history.count(of: .equivocated)),
      .init(
        history.count(of: .timedOut) + history.count(of: .failed)
          + history.count(of: .undecided)),
      .init(history.loggedStatements), .init(history.refusals),
      Self.span(history),
    ]
  }

  /// From when to when a provider was seen; sorted by the later.
  private static func span(_ history: ProviderHistory) -> DataTable.Cell {
    guard let first = history.firstSeen, let last = history.lastSeen else { return .blank }
    return .init(
      first.markup + (first == last ? .empty : .text(" to ") + last.markup),
      key: last.description)
  }

  private func plotAxis(_ shown: ArraySlice<ProviderHistory>) -> TimeAxis? {
    let stretches = shown.flatMap(\.plot.stretches)
    guard let start = stretches.map(\.start).min(),
      let end = stretches.compactMap({
        Timestamp(milliseconds: $0.start.milliseconds + $0.length)
      }).max()
    else { return nil }
    return TimeAxis(start: start, end: end, width: 120)
  }

  /// A plot of one provider's activity, small enough for a row.
  private func spark(_ history: ProviderHistory, _ axis: TimeAxis?) -> Markup {
    guard let axis else { return .text("–") }
    let bars = StackedBars(
      stretches: history.plot.stretches,
      // In the order of `ProviderHistory.Activity`.
      classes: ["f1", "f3", "f0", "f0"], axis: axis, base: 27, height: 26)
    let label =
      "\(history.count(of: .agreed)) accepted, \(history.suspicion) refused, "
      + "\(history.loggedStatements) logged"
    return .element(
      "svg",
      [
        "class": "spark", "viewBox": "0 0 120 28", "role": "img", "aria-label": label,
        "preserveAspectRatio": "none",
      ],
      bars.markup
        + .element("path", ["class": "axis", "d": "M0 27.5h120", "fill": "none"]))
  }
}
