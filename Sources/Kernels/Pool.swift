import Linux
import Synchronization

/// Threads that wait for work, of which the calling thread is the first.
final class Pool: Sendable {
  /// Threads that take part, the caller included; at least one.
  let count: Int
  private let shared: Shared
  /// Held while a job runs: the members belong to one job at a time.
  private let turn = Mutex<Void>(())

  /// What the threads keep alive, so that the pool itself can end and tell them to.
  private final class Shared: Sendable {
    let bell = Doorbell()
    /// How often the bell has rung, to be looked at without a lock.
    let rings = Atomic<Int>(0)
    let running = Atomic<Int>(0)
    let job = Mutex<(@Sendable (Int) -> Void)?>(nil)

    func ring() {
      rings.add(1, ordering: .releasing)
      bell.ring()
    }

    /// Waits for the next ring: for a moment on the processor, since work often follows work, then
    /// asleep.
    func wait(past seen: Int) {
      for _ in 0..<20_000 where rings.load(ordering: .acquiring) > seen { return }
      bell.wait(past: seen)
    }
  }

  /// Starts `count - 1` threads.
  init(count: Int) throws(KernelError) {
    guard (1...1024).contains(count) else {
      throw KernelError(.resources, "threads", "\(count)", expected: "1 to 1024")
    }
    self.count = count
    let shared = Shared()
    self.shared = shared
    for index in 1..<max(1, count) {
      do throws(SystemError) {
        try Thread.start { Self.serve(shared, index) }
      } catch {
        // Threads that were started already end when they are told that there is no job.
        shared.ring()
        throw KernelError(.resources, "threads", "\(index) of \(count)", expected: "all: \(error)")
      }
    }
  }

  deinit {
    shared.ring()
  }

  private static func serve(_ shared: Shared, _ index: Int) {
    var seen = 0
    while true {
      shared.wait(past: seen)
      seen += 1
      guard perform(shared, index) else { return }
      shared.running.subtract(1, ordering: .releasing)
    }
  }

  /// Does this thread's part of the job, and lets go of the job before it says so: the job may not
  /// outlive the call that it came with.
  ///
  /// - Returns: false if there is none, because the pool has ended.
  private static func perform(_ shared: Shared, _ index: Int) -> Bool {
    guard let job = shared.job.withLock({ $0 }) else { return false }
    job(index)
    return true
  }

  /// Runs `body` once on every thread and returns when all have ended.
  func run(_ body: @Sendable (Member) -> Void) {
    if count == 1 { return body(.alone) }
    turn.withLock { _ in
      let barrier = Barrier(count: count)
      withoutActuallyEscaping(body) { body in
        shared.running.store(count - 1, ordering: .relaxed)
        shared.job.withLock { $0 = { body(Member(index: $0, barrier: barrier)) } }
        shared.ring()
        body(Member(index: 0, barrier: barrier))
        var looks = 0
        while shared.running.load(ordering: .acquiring) > 0 { Barrier.pause(&looks) }
        shared.job.withLock { $0 = nil }
      }
    }
  }
}

/// One thread's part in a job.
struct Member: Sendable {
  /// 0 to `count - 1`.
  let index: Int
  let barrier: Barrier

  /// This member's part of so many things, in whole units but for the last; may be empty.
  func share(of total: Int, by unit: Int = 1) -> Range<Int> {
    let units = (total + unit - 1) / unit
    let first = min(total, units * index / count * unit)
    return first..<min(total, units * (index + 1) / count * unit)
  }

  /// The calling thread and nobody else.
  static let alone = Member(index: 0, barrier: Barrier(count: 1))

  var count: Int { barrier.count }
}

/// A place that nobody leaves before all have come.
final class Barrier: Sendable {
  let count: Int
  private let arrived = Atomic<Int>(0)
  private let round = Atomic<Int>(0)

  init(count: Int) {
    self.count = count
  }

  func wait() {
    if count == 1 { return }
    let current = round.load(ordering: .acquiring)
    if arrived.add(1, ordering: .acquiringAndReleasing).newValue == count {
      arrived.store(0, ordering: .relaxed)
      round.add(1, ordering: .releasing)
      return
    }
    var looks = 0
    while round.load(ordering: .acquiring) == current { Self.pause(&looks) }
  }

  /// Looks again at once for a while, then lets others run: there may be fewer processors than
  /// threads.
  static func pause(_ looks: inout Int) {
    looks += 1
    if looks > 2000 { Thread.yield() }
  }
}
