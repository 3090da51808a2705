/// A picture of how near products come to what the machine allows: operations per second over
/// operations per byte, both logarithmic, under the limits of memory and of arithmetic (SVG 1.1).
struct Roofline {
  struct Point {
    let name: String
    /// Nil for ours.
    let peer: String?
    /// Operations for each byte of the operands and the result, each moved once.
    let intensity: Double
    let gigaflops: Double
  }

  /// In GFLOP/s.
  let peak: Double
  /// In GB/s.
  let bandwidth: Double
  var points: [Point] = []

  private static let (left, right, top, bottom) = (70.0, 730.0, 40.0, 440.0)
  private static let ours = "#d95f02"
  /// As many as there are peers in any suite; further ones go round the circle of hues.
  private static let colors = [
    "#1f78b4", "#33a02c", "#e7298a", "#6a3d9a", "#e6ab02", "#444444", "#17becf", "#8c564b",
    "#a6cee3", "#b2df8a", "#bcbd22", "#fb9a99",
  ]
  /// The legend stands below the axis, so many entries in a row.
  private static let (legendColumns, legendTop, legendLine) = (5, 502, 18)

  private var peers: [String] {
    points.compactMap(\.peer).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  var svg: String {
    let drawn = points.map { point in
      let color = color(point.peer)
      let radius = point.peer == nil ? 4 : 2.5
      return "<circle cx=\"\(x(point.intensity))\" cy=\"\(y(point.gigaflops))\" r=\"\(radius)\" "
        + "fill=\"\(color)\"><title>\(point.peer ?? "assay"), \(point.name)</title></circle>"
    }
    let ridge = peak / bandwidth
    let rows = (peers.count + Self.legendColumns) / Self.legendColumns
    let height = Self.legendTop + Self.legendLine * rows
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="800" height="\(height)" viewBox="0 0 800 \(height)" \
      font-family="sans-serif" font-size="11">
      <rect width="800" height="\(height)" fill="white"/>
      <text x="10" y="16" font-size="13">Float32 products: peak \(Decimal.text(peak, places: 0)) \
      GFLOP/s, memory \(Decimal.text(bandwidth, places: 1)) GB/s, one thread</text>
      <polyline fill="none" stroke="black" points="\(x(0.25)),\(y(0.25 * bandwidth)) \
      \(x(ridge)),\(y(peak)) \(x(1024)),\(y(peak))"/>
      \(axes)
      \(drawn.joined(separator: "\n"))
      \(legend)
      </svg>

      """
  }

  private var axes: String {
    let intensities = (-2...10).map { exponent in
      let value = power(exponent)
      let text = exponent < 0 ? "1/\(1 << -exponent)" : "\(1 << exponent)"
      return
        "<text x=\"\(x(value))\" y=\"\(Self.bottom + 16)\" text-anchor=\"middle\">\(text)</text>"
    }
    let rates = (0...9).map { exponent in
      "<text x=\"\(Self.left - 8)\" y=\"\(y(power(exponent)) + 4)\" text-anchor=\"end\">"
        + "\(1 << exponent)</text>"
    }
    return (intensities + rates).joined(separator: "\n")
      + "\n<text x=\"400\" y=\"480\" text-anchor=\"middle\">operations per byte</text>"
      + "\n<text x=\"10\" y=\"34\">GFLOP/s</text>"
  }

  private var legend: String {
    ([nil] + peers.map { Optional($0) }).enumerated().map { index, peer in
      let x = 70 + 140 * (index % Self.legendColumns)
      let y = Self.legendTop + Self.legendLine * (index / Self.legendColumns)
      return "<circle cx=\"\(x)\" cy=\"\(y - 4)\" r=\"4\" fill=\"\(color(peer))\"/>"
        + "<text x=\"\(x + 8)\" y=\"\(y)\">\(peer ?? "assay")</text>"
    }.joined(separator: "\n")
  }

  private func color(_ peer: String?) -> String {
    guard let peer, let index = peers.firstIndex(of: peer) else { return Self.ours }
    return index < Self.colors.count
      ? Self.colors[index] : "hsl(\(index * 137 % 360), 60%, 45%)"
  }

  /// From 1/4 to 1024 operations per byte.
  private func x(_ intensity: Double) -> Double {
    Self.left + (Self.right - Self.left) * (logarithm(intensity) + 2) / 12
  }

  /// From 1 to 512 GFLOP/s.
  private func y(_ rate: Double) -> Double {
    Self.bottom - (Self.bottom - Self.top) * logarithm(rate) / 9
  }

  private func power(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }

  /// To base two, bit by bit: squaring the significand doubles its logarithm.
  private func logarithm(_ value: Double) -> Double {
    guard value > 0, value.isFinite else { return -10 }
    var result = Double(value.exponent)
    var rest = value.significand
    for place in 1...24 {
      rest *= rest
      if rest >= 2 {
        rest /= 2
        result += power(-place)
      }
    }
    return result
  }
}
