import Linux
import Synchronization

/// Puts entries that many callers append at the same time into batches, one after the other, each
/// durable and published before any of its callers hears of it.
///
/// While one batch is being written the next one gathers, so that a busy log has large batches and
/// an idle one none to wait for.
package final class LogSequencer<Storage: LogStorage>: Sendable {
  /// What a caller hears of its entries: their indices, which are consecutive.
  package typealias Answer = @Sendable (Result<Range<UInt64>, LogError>) -> Void

  private struct Waiting: Sendable {
    let entries: [[UInt8]]
    let answer: Answer
  }

  private struct State: Sendable {
    /// Nil while a batch is being written.
    var writer: LogWriter<Storage>?
    var waiting: [Waiting] = []
    /// The entries of all that wait.
    var entryCount = 0
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
    let result = await withCheckedContinuation { continuation in
      append([entry]) { continuation.resume(returning: $0) }
    }
    return try result.get().lowerBound
  }

  /// Adds entries together; when `answer` is called, once and from any thread, they are durable and
  /// published, or it says why not.
  package func append(_ entries: [[UInt8]], answer: @escaping Answer) {
    for entry in entries where entry.count > EntryBundle.largestEntry {
      let text = "an entry has \(entry.count) bytes, at most 65,535 are taken"
      return answer(.failure(LogError(.entryTooLarge, text)))
    }
    let waiting = Waiting(entries: entries, answer: answer)
    let decision = state.withLock { state -> (isFull: Bool, writer: LogWriter<Storage>?) in
      guard state.entryCount + entries.count <= mostWaiting else { return (true, nil) }
      state.waiting.append(waiting)
      state.entryCount += entries.count
      return (false, state.writer.take())
    }
    if decision.isFull {
      answer(.failure(LogError(.overloaded, "\(mostWaiting) entries wait already")))
    }
    guard let writer = decision.writer else { return }
    do throws(SystemError) {
      try Thread.start { [self] in drain(writer) }
    } catch {
      let everybody = state.withLock { state in
        state.writer = writer
        state.entryCount = 0
        defer { state.waiting = [] }
        return state.waiting
      }
      for waiting in everybody {
        waiting.answer(.failure(LogError(.system(error), "writer thread")))
      }
    }
  }

  /// Writes batches until nobody waits.
  private func drain(_ writer: LogWriter<Storage>) {
    var writer = writer
    while true {
      let batch = takeBatch()
      do throws(LogError) {
        var next = try writer.append(batch.flatMap(\.entries)).lowerBound
        for waiting in batch {
          let end = next + UInt64(waiting.entries.count)
          waiting.answer(.success(next..<end))
          next = end
        }
      } catch {
        for waiting in batch { waiting.answer(.failure(error)) }
      }
      let isIdle = state.withLock { [writer] state in
        if state.waiting.isEmpty { state.writer = writer }
        return state.waiting.isEmpty
      }
      if isIdle { return }
    }
  }

  /// As many callers as fit into a batch, and at least one.
  private func takeBatch() -> [Waiting] {
    state.withLock { state in
      var (count, size) = (0, 0)
      while count < state.waiting.count {
        size += state.waiting[count].entries.count
        if count > 0, size > largestBatch { break }
        count += 1
      }
      let batch = Array(state.waiting.prefix(count))
      state.waiting.removeFirst(count)
      state.entryCount -= batch.reduce(0) { $0 + $1.entries.count }
      return batch
    }
  }
}
