package import Content

/// How often things of a few kinds happened over time, in few enough stretches to be drawn.
///
/// Stretches start at a second and double whenever there would be too many, so that a plot has one
/// size however long the history.
package struct ActivityPlot: Sendable, Equatable {
  package struct Stretch: Sendable, Equatable {
    package let start: Timestamp
    /// Milliseconds.
    package let length: Int64
    /// One number for each kind.
    package let counts: [Int]
  }

  private let kinds: Int
  private let mostStretches: Int
  /// Milliseconds; a power of two times a second.
  private var length: Int64 = 1000
  /// By number of the stretch since the epoch.
  private var counts: [Int64: [Int]] = [:]
  /// Numbers of the first and last stretch.
  private var range: ClosedRange<Int64>?

  /// - Precondition: at least one kind and two stretches.
  package init(kinds: Int, mostStretches: Int) {
    precondition(kinds > 0 && mostStretches > 1, "a plot of nothing")
    self.kinds = kinds
    self.mostStretches = mostStretches
  }

  package mutating func add(_ kind: Int, at time: Timestamp) {
    let number = Self.floor(time.milliseconds, length)
    counts[number, default: Array(repeating: 0, count: kinds)][kind] += 1
    range = min(range?.lowerBound ?? number, number)...max(range?.upperBound ?? number, number)
    while let range, range.upperBound - range.lowerBound >= Int64(mostStretches) { widen(range) }
  }

  /// From the first stretch in which something happened to the last, the empty ones between left
  /// out.
  package var stretches: [Stretch] {
    counts.sorted { $0.key < $1.key }.compactMap { number, counts in
      let start = max(number * length, Timestamp.earliest.milliseconds)
      return Timestamp(milliseconds: start).map {
        Stretch(start: $0, length: length, counts: counts)
      }
    }
  }

  private mutating func widen(_ range: ClosedRange<Int64>) {
    length *= 2
    self.range = Self.floor(range.lowerBound, 2)...Self.floor(range.upperBound, 2)
    var merged: [Int64: [Int]] = [:]
    for (number, values) in counts {
      let target = Self.floor(number, 2)
      let sum = merged[target] ?? Array(repeating: 0, count: kinds)
      merged[target] = zip(sum, values).map(+)
    }
    counts = merged
  }

  /// Rounds towards the past.
  private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
    value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor)
  }
}
