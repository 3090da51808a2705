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

extension [Double] {
  /// The number whose power is their product; 1 where there is none. They must be positive.
  var geometricMean: Double {
    guard !isEmpty else { return 1 }
    // By bisection, which needs no logarithm.
    var low = Swift.min(1, self.min() ?? 1)
    var high = Swift.max(1, self.max() ?? 1)
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if reduce(1, { $0 * $1 / middle }) > 1 { low = middle } else { high = middle }
    }
    return low
  }
}
