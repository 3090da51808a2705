import Linux
import Relay
import Synchronization
import Testing

/// A relay on its thread.
final class RunningRelay: Sendable {
  private let result = Mutex<Result<RelayTally, SystemError>?>(nil)
  private let ended: Counter

  init() throws {
    ended = try Counter()
  }

  func end(_ result: Result<RelayTally, SystemError>) {
    self.result.withLock { $0 = result }
    try? ended.raise()
  }

  /// Waits for its end.
  func tally() throws -> RelayTally {
    try ended.descriptor.waitUntilReadable(deadline: Clock.monotonicMicroseconds() + 30_000_000)
    return try #require(result.withLock { $0 }).get()
  }
}
