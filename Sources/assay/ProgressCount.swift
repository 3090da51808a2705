import Synchronization

/// Counts steps that several providers finish in no fixed order.
final class ProgressCount: Sendable {
  private let steps: Atomic<Int>

  init(_ start: Int) {
    steps = Atomic(start)
  }

  /// - Returns: the count with the new step.
  func increment() -> Int {
    steps.add(1, ordering: .relaxed).newValue
  }
}
