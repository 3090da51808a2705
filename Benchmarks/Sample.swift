/// Repeated measurements of one thing.
struct Sample: Sendable {
  /// In ascending order; never empty.
  private let sorted: [Double]

  /// - Precondition: `values` is not empty.
  init(_ values: [Double]) {
    precondition(!values.isEmpty, "a sample of nothing")
    sorted = values.sorted()
  }

  var count: Int { sorted.count }
  var median: Double { quantile(0.5) }
  /// From the first to the third quartile.
  var spread: Double { quantile(0.75) - quantile(0.25) }

  /// Linear interpolation between the two nearest ranks.
  func quantile(_ share: Double) -> Double {
    let position = share * Double(sorted.count - 1)
    let low = Int(position)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (sorted[high] - sorted[low]) * (position - Double(low))
  }
}
