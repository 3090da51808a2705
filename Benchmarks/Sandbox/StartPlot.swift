/// A picture of a start's steps: one bar a step, as long as its time (SVG 1.1).
struct StartPlot {
  let breakdown: StartBreakdown

  private static let labelWidth = 150.0
  private static let barWidth = 560.0
  private static let rowHeight = 16.0

  var svg: String {
    let steps = breakdown.steps
    let longest = max(steps.map(\.microseconds).max() ?? 0, 1)
    let top = 40.0
    let height = top + Self.rowHeight * Double(steps.count) + 10
    let rows = steps.enumerated().map { index, step in
      let y = top + Self.rowHeight * Double(index)
      let width = step.microseconds / longest * Self.barWidth
      let text = Decimal.text(step.microseconds, places: 1)
      return """
        <text x="\(Self.labelWidth - 6)" y="\(y + 11)" text-anchor="end">\(step.name)</text>
        <rect x="\(Self.labelWidth)" y="\(y + 2)" width="\(width)" height="11" \
        fill="\(Self.color(step.phase))"/>
        <text x="\(Self.labelWidth + width + 4)" y="\(y + 11)">\(text)</text>
        """
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="900" height="\(height)" \
      font-family="sans-serif" font-size="11">
      <rect width="900" height="\(height)" fill="white"/>
      <text x="10" y="16" font-size="13">Start of an empty job, median microseconds of each step</text>
      \(legend)
      \(rows.joined(separator: "\n"))
      </svg>

      """
  }

  private var legend: String {
    StartBreakdown.Phase.allCases.enumerated().map { index, phase in
      let x = 150 + 150 * index
      return """
        <rect x="\(x)" y="23" width="10" height="10" fill="\(Self.color(phase))"/>
        <text x="\(x + 14)" y="32">\(phase.rawValue)</text>
        """
    }.joined(separator: "\n")
  }

  private static func color(_ phase: StartBreakdown.Phase) -> String {
    switch phase {
    case .beforehand: "#8fb3d9"
    case .waiting: "#d95f02"
    case .running: "#1b9e77"
    case .answering: "#7570b3"
    case .afterwards: "#999999"
    }
  }
}
