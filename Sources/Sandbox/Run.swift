import LaunchProtocol
import Linux
import Synchronization

/// A job while it runs, as the supervisor sees it.
struct Run: ~Copyable {
  /// Called once, when the job has ended or cannot begin.
  typealias Completion = @Sendable (Result<FinishedRun, SandboxError>) -> Void

  var stdout: StreamCapture
  var stderr: StreamCapture
  var watchdog: Watchdog
  /// When to look at the job next, unless something happens before: on the monotonic clock, in
  /// microseconds.
  private(set) var nextLook: Int64
  /// On the monotonic clock, in microseconds.
  let started: Int64
  /// Processor time that the cell had used before.
  let cpuBefore: UInt64
  let completion: Completion
  /// Nil for a job that reaches nothing outside.
  let relay: NetworkRelay?

  init(
    limits: Limits, processors: Int, started: Int64, cpuBefore: UInt64, relay: NetworkRelay?,
    completion: @escaping Completion
  ) {
    var watchdog = Watchdog(limits, processors: processors)
    nextLook = started + watchdog.check(elapsed: 0, cpu: 0).again
    stdout = StreamCapture(limit: limits.stdoutBytes)
    stderr = StreamCapture(limit: limits.stderrBytes)
    self.watchdog = watchdog
    self.started = started
    self.cpuBefore = cpuBefore
    self.relay = relay
    self.completion = completion
  }

  /// Looks whether a limit of time is hit, and says by `nextLook` when to look again.
  ///
  /// - Parameter cpu: processor time that the cell has used; nil where nobody counts it.
  mutating func check(cpu: UInt64?) -> Watchdog.Action {
    let used = cpu.map { Int64($0 &- min($0, cpuBefore)) }
    let now = Clock.monotonicMicroseconds()
    let (action, again) = watchdog.check(elapsed: now - started, cpu: used)
    nextLook = now + again
    return action
  }

  /// Takes what is in the pipes of its cell, each with so many reads at most.
  mutating func drain(_ cell: Cell, atMost reads: Int = .max) {
    stdout.drain(cell.stdout.reading, atMost: reads)
    stderr.drain(cell.stderr.reading, atMost: reads)
  }
}

/// Mounts that outlive the job: its output and its scratch space.
struct Places: ~Copyable, Sendable {
  let output: FileDescriptor
  let scratch: FileDescriptor

  /// Keeps the output only.
  consuming func takeOutput() -> FileDescriptor { output }
}

/// What is left of a run when no process of it lives any more.
final class FinishedRun: Sendable {
  /// Nil if the cell was killed before it could report.
  let ending: JobEnding?
  let expired: Limit?
  let wallMicroseconds: UInt64
  let cpuBefore: UInt64
  let stdout: [UInt8]
  let stderr: [UInt8]
  let stdoutTruncated: Bool
  let stderrTruncated: Bool
  let relay: NetworkRelay?
  private let places: Mutex<Places?>

  init(
    _ ending: JobEnding?, of run: borrowing Run, places: consuming Places?
  ) {
    self.ending = ending
    expired = run.watchdog.expired
    wallMicroseconds = UInt64(max(0, Clock.monotonicMicroseconds() - run.started))
    cpuBefore = run.cpuBefore
    stdout = run.stdout.bytes
    stderr = run.stderr.bytes
    stdoutTruncated = run.stdout.truncated
    stderrTruncated = run.stderr.truncated
    relay = run.relay
    self.places = Mutex(places)
  }

  /// Moves the mounts out; nil if the cell could not hand them over, or the second time.
  func takePlaces() -> Places? { places.withLock { $0.take() } }
}
