import Linux
import Synchronization

/// Puts entries that many callers append at the same time into batches, one after the other, each
/// durable and published before any of its callers hears of it.
///
/// While one batch is being written the next one gathers, so that a busy log has large batches and
/// an idle one none to wait for.
package final class LogSequencer<Storage: LogStorage>: Sendable {
  private struct Waiting: Sendable {
    let entry: [UInt8]
    let answer: CheckedContinuation<Result<UInt64, LogError>, Never>
  }

  private struct State: Sendable {
    /// Nil while a batch is being written.
    var writer: LogWriter<Storage>?
    var waiting: [Waiting] = []
  }

  private let state: Mutex<State>
  private let largestBatch: Int
  private let mostWaiting: Int

  /// Takes over `writer`.
  ///
  /// - Parameters:
  ///   - largestBatch: entries that are written at once.
  ///   - mostWaiting: entries that may wait; beyond, callers are turned away.
  package init(
    _ writer: consuming LogWriter<Storage>, largestBatch: Int = 8192, mostWaiting: Int = 65_536
  ) {
    state = Mutex(State(writer: writer))
    self.largestBatch = largestBatch
    self.mostWaiting = mostWaiting
  }

  /// Adds an entry; on return it is durable and published.
  ///
  /// - Returns: its index.
  package func append(_ entry: [UInt8]) async throws(LogError) -> UInt64 {
    guard entry.count <= EntryBundle.largestEntry else {
      throw LogError(.entryTooLarge, "an entry has \(entry.count) bytes, at most 65,535 are taken")
    }
    let result = await withCheckedContinuation { answer in
      enqueue(Waiting(entry: entry, answer: answer))
    }
    return try result.get()
  }

  private func enqueue(_ waiting: Waiting) {
    let decision = state.withLock { state -> (isFull: Bool, writer: LogWriter<Storage>?) in
      guard state.waiting.count < mostWaiting else { return (true, nil) }
      state.waiting.append(waiting)
      return (false, state.writer.take())
    }
    if decision.isFull {
      waiting.answer.resume(
        returning: .failure(LogError(.overloaded, "\(mostWaiting) entries wait already")))
    }
    guard let writer = decision.writer else { return }
    do throws(SystemError) {
      try Thread.start { [self] in drain(writer) }
    } catch {
      let everybody = state.withLock { state in
        state.writer = writer
        defer { state.waiting = [] }
        return state.waiting
      }
      finish(everybody, .failure(LogError(.system(error), "writer thread")))
    }
  }

  /// Writes batches until nobody waits.
  private func drain(_ writer: LogWriter<Storage>) {
    var writer = writer
    while true {
      let batch = takeBatch()
      do throws(LogError) {
        let indices = try writer.append(batch.map(\.entry))
        finish(batch, .success(indices.lowerBound))
      } catch {
        finish(batch, .failure(error))
      }
      let isIdle = state.withLock { [writer] state in
        if state.waiting.isEmpty { state.writer = writer }
        return state.waiting.isEmpty
      }
      if isIdle { return }
    }
  }

  private func takeBatch() -> [Waiting] {
    state.withLock { state in
      let batch = Array(state.waiting.prefix(largestBatch))
      state.waiting.removeFirst(batch.count)
      return batch
    }
  }

  private func finish(_ batch: [Waiting], _ first: Result<UInt64, LogError>) {
    for (offset, waiting) in batch.enumerated() {
      waiting.answer.resume(returning: first.map { $0 + UInt64(offset) })
    }
  }
}
