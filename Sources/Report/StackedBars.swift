import Audit
import Content

/// A plot of activity over time: for each stretch a bar, one kind upon the other.
struct StackedBars {
  let stretches: [ActivityPlot.Stretch]
  /// For each kind in the order from the bottom up, its colour's class; nil leaves it out.
  let classes: [StaticString?]
  let axis: TimeAxis
  /// The lower edge and the height of the highest bar.
  let base: Double
  let height: Double

  /// The largest number that a bar stands for.
  var largest: Int { stretches.map { total($0) }.max() ?? 0 }

  /// One path per kind, so that a plot stays small.
  var markup: Markup {
    let scale = height / Double(max(1, largest))
    var paths = Array(repeating: "", count: classes.count)
    for stretch in stretches {
      let end = stretch.start.milliseconds + stretch.length
      let left = axis.x(stretch.start)
      let right = Timestamp(milliseconds: end).map { axis.x($0) } ?? left
      let width = max(0.8, (right - left) * 0.86)
      var bottom = base
      for (kind, count) in stretch.counts.enumerated() where count > 0 && classes[kind] != nil {
        let rise = max(0.6, Double(count) * scale)
        paths[kind] +=
          "M\(Self.number(left)) \(Self.number(bottom))h\(Self.number(width))"
          + "v\(Self.number(-rise))h\(Self.number(-width))z"
        bottom -= rise
      }
    }
    return .join(
      zip(classes, paths).compactMap { name, path in
        guard let name, !path.isEmpty else { return nil }
        return .element("path", ["class": "\(name)", "d": path])
      })
  }

  private func total(_ stretch: ActivityPlot.Stretch) -> Int {
    zip(classes, stretch.counts).reduce(0) { $0 + ($1.0 == nil ? 0 : $1.1) }
  }

  /// With one decimal, which is finer than any screen.
  static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let (whole, rest) = (tenths.magnitude / 10, tenths.magnitude % 10)
    return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
  }
}
