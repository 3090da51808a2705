import LaunchProtocol
import Linux
import Synchronization

/// Times of the steps in this process's life, for whoever wants to know what a start costs. The
/// clock is read without a system call, so that keeping them costs next to nothing.
///
/// A cell begins with what the launcher noted on its behalf.
enum StepClock {
  private struct Entry {
    let step: SetupStep
    let start: Int64
    var end: Int64?
  }

  // One thread only: the lock is never waited for.
  private static let entries = Mutex<[Entry]>([])
  /// What the kernel's clock lacks to the one that the supervisor reads.
  private static let lag = Atomic<Int64>(0)

  /// Whether nobody wants to know.
  private static let isOff = Atomic<Bool>(false)

  /// Notes nothing in this process and its copies from now on.
  static func turnOff() { isOff.store(true, ordering: .relaxed) }

  private static var now: Int64 {
    Clock.monotonicNanoseconds() + lag.load(ordering: .relaxed)
  }

  /// The clock of this process was set back by so many nanoseconds.
  static func setBack(_ nanoseconds: Int64) { lag.store(nanoseconds, ordering: .relaxed) }

  /// Forgets everything: a new cell begins.
  static func restart() { entries.withLock { $0.removeAll(keepingCapacity: true) } }

  static func begin(_ step: SetupStep) -> Int {
    if isOff.load(ordering: .relaxed) { return -1 }
    return entries.withLock { entries in
      entries.append(Entry(step: step, start: now, end: nil))
      return entries.count - 1
    }
  }

  static func end(_ index: Int) {
    if index >= 0 { entries.withLock { $0[index].end = now } }
  }

  /// Ends the steps that only another process can see the end of: a program executed, a job over.
  static func endOpen(_ step: SetupStep) {
    entries.withLock { entries in
      for index in entries.indices where entries[index].step == step && entries[index].end == nil {
        entries[index].end = now
      }
    }
  }

  /// What has ended so far.
  static var times: [StepTime] {
    entries.withLock { entries in
      entries.prefix(WireLimits.steps).compactMap { entry in
        entry.end.map {
          StepTime(entry.step, startNanoseconds: entry.start, endNanoseconds: $0)
        }
      }
    }
  }
}
