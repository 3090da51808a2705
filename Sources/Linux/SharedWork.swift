import Synchronization

/// Independent pieces of work that several threads do, each taking the next one by its number.
///
/// Helpers begin at once; whoever made this may do something else before taking part by `finish`,
/// which has to be called.
package final class SharedWork<Value: Sendable>: Sendable {
  private let count: Int
  private let body: @Sendable (Int) -> Value
  private let next = Atomic(0)
  private let results: Mutex<[Value?]>
  private let helpers = Atomic(0)
  /// Rings for each helper that has ended.
  private let finished = Doorbell()

  /// - Parameters:
  ///   - helpers: threads besides the one that calls `finish`; fewer where they cannot be started.
  ///   - body: does the piece of that number, from 0 to `count` − 1; called on several threads.
  package init(_ count: Int, helpers: Int, _ body: @escaping @Sendable (Int) -> Value) {
    self.count = count
    self.body = body
    results = Mutex(Array(repeating: nil, count: count))
    for _ in 0..<max(0, min(count, helpers)) {
      guard (try? Thread.start { [self] in help() }) != nil else { return }
      self.helpers.add(1, ordering: .relaxed)
    }
  }

  /// Does what no other thread has begun, and waits for the rest.
  ///
  /// - Returns: what `body` returned, by number.
  package func finish() -> [Value] {
    take()
    let started = helpers.load(ordering: .relaxed)
    if started > 0 { finished.wait(past: started - 1) }
    return results.withLock { $0 }.map { result in
      guard let result else { preconditionFailure("a piece of work that nobody did") }
      return result
    }
  }

  private func help() {
    take()
    finished.ring()
  }

  private func take() {
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      let result = body(index)
      results.withLock { $0[index] = result }
    }
  }
}
