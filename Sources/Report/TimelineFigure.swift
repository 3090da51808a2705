import Audit
import Content

/// The history of the log, or of the bundles, as a plot with its figures below.
struct TimelineFigure {
  /// From the bottom up, with the colour of each.
  static let kinds: [(event: AuditRun.Event, name: String, colour: StaticString)] = [
    (.statement, "statements", "f0"), (.accepted, "bundles accepted", "f1"),
    (.notAccepted, "bundles without a result", "f2"), (.finding, "findings with a time", "f3"),
  ]
  private static let (width, height) = (960.0, 200.0)

  let plot: ActivityPlot

  var markup: Markup {
    let stretches = plot.stretches
    guard let first = stretches.first, let last = stretches.last,
      let end = Timestamp(milliseconds: last.start.milliseconds + last.length)
    else { return .element("p", ["class": "lead"], .text("Nothing has a time.")) }
    let axis = TimeAxis(start: first.start, end: end, width: Self.width)
    let bars = StackedBars(
      stretches: stretches, classes: Self.kinds.map { $0.colour }, axis: axis,
      base: Self.height - 1,
      height: Self.height - 1)
    let drawing = Markup.element(
      "svg",
      [
        "viewBox": "0 0 960 200", "role": "img", "class": "timeline", "preserveAspectRatio": "none",
        "aria-label": "Activity over time; the figures are in the table below",
      ],
      bars.markup
        + .element("path", ["class": "axis", "d": "M0 199.5h960", "fill": "none"]))
    let peak = "\(PlainText.grouped(bars.largest)) in the busiest \(Self.words(first.length))"
    return .element(
      "figure", [:],
      .element("figcaption", [:], .text(peak)) + drawing + Self.ticks(axis) + legend)
      + .element(
        "details", [:], .element("summary", [:], .text("The figures")) + table(stretches).markup)
  }

  /// Times below the plot, which stay readable however narrow it is drawn.
  private static func ticks(_ axis: TimeAxis) -> Markup {
    .element(
      "div", ["class": "ticks"],
      .join(axis.labels(2).map { .element("span", [:], .text($0)) }))
  }

  private var legend: Markup {
    .element(
      "ul", ["class": "legend"],
      .join(
        Self.kinds.map { kind in
          .element("li", [:], Self.swatch(kind.colour) + .text(kind.name))
        }))
  }

  static func swatch(_ colour: StaticString) -> Markup {
    .element(
      "svg", ["viewBox": "0 0 10 10", "aria-hidden": "true"],
      .element("path", ["class": "\(colour)", "d": "M0 0h10v10h-10z"]))
  }

  private func table(_ stretches: [ActivityPlot.Stretch]) -> DataTable {
    DataTable(
      caption: "Each stretch is \(Self.words(stretches.first?.length ?? 0)) long.",
      columns: [.init(title: "From")] + Self.kinds.map { .init(title: $0.name, isNumber: true) },
      rows: stretches.map { stretch in
        [.init(stretch.start.markup, key: stretch.start.description)]
          + Self.kinds.map { .init(stretch.counts[$0.event.rawValue]) }
      })
  }

  /// A power of two times a second, in words.
  private static func words(_ milliseconds: Int64) -> String {
    let seconds = milliseconds / 1000
    switch seconds {
    case 0..<120: return "\(seconds) seconds"
    case 0..<7200: return "\(seconds / 60) minutes"
    case 0..<172_800: return "\(seconds / 3600) hours"
    default: return "\(PlainText.grouped(seconds / 86_400)) days"
    }
  }
}
