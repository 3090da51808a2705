import Content

/// Where moments lie on a horizontal axis.
struct TimeAxis {
  let start: Timestamp
  let end: Timestamp
  /// Of the whole axis, which starts at 0.
  let width: Double

  func x(_ time: Timestamp) -> Double {
    let span = Double(max(1, end.milliseconds - start.milliseconds))
    return width * Double(time.milliseconds - start.milliseconds) / span
  }

  /// Labels at both ends and evenly between them, as exact as the span needs.
  func labels(_ count: Int) -> [String] {
    let span = end.milliseconds - start.milliseconds
    return (0...count).compactMap { step in
      let moment = start.milliseconds + span * Int64(step) / Int64(count)
      return Timestamp(milliseconds: moment).map { Self.label($0, span: span) }
    }
  }

  private static func label(_ time: Timestamp, span: Int64) -> String {
    let text = time.description
    let (date, clock) = (text.prefix(10), text.dropFirst(11))
    switch span {
    case 0..<600_000: return String(clock.prefix(8))
    case 0..<172_800_000: return "\(date.dropFirst(5)) \(clock.prefix(5))"
    default: return String(date)
    }
  }
}

extension Timestamp {
  /// `2026-11-20 22:28:51`, which is enough for people.
  var readable: String {
    let text = description
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
  }

  /// The moment as HTML has it.
  var markup: Markup {
    .element("time", ["datetime": description, "class": "nowrap"], .text(readable))
  }
}
