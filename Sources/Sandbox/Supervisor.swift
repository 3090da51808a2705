import LaunchProtocol
import Linux
import Synchronization

/// Watches every cell from one thread: takes reports, drains the jobs' streams, enforces their
/// times, and resumes whoever waits for an outcome.
final class Supervisor: Sendable {
  /// What a token of the event queue stands for.
  enum Source: UInt64 {
    case channel = 0
    case stdout = 1
    case stderr = 2
    case process = 3
    case bell = 4
    case relay = 5
  }

  let queue: EventQueue
  let bell: Counter
  private let stopped: Counter
  let cells: Mutex<[UInt64: Cell]> = Mutex([:])
  let closing = Atomic<Bool>(false)
  /// When some job has to be looked at, on the monotonic clock in microseconds; never after that.
  let nextLook = Atomic<Int64>(.max)
  /// Whether some thread waits for the job that it has asked for by itself.
  let isAttended = Atomic<Bool>(false)
  /// Whether another thread can run while one waits.
  let hasProcessorToSpare = CurrentProcess.processorCount > 1
  /// Whether the job that ended last took no longer than `Supervisor.patience`.
  let jobsAreBrief = Atomic<Bool>(false)
  let retire: @Sendable (Cell) -> Void
  let teardown: Mutex<Teardown> = Mutex(Teardown())

  /// - Parameter retire: called once for each cell, when its process has ended and its counters
  ///   were read.
  init(retire: @escaping @Sendable (Cell) -> Void) throws(SystemError) {
    queue = try EventQueue()
    bell = try Counter()
    stopped = try Counter()
    self.retire = retire
    try queue.watch(bell.descriptor, token: Source.bell.rawValue)
  }

  static func token(_ cell: Cell, _ source: Source) -> UInt64 {
    cell.identifier << 3 | source.rawValue
  }

  /// Starts the thread, which lives until `stop`.
  func start() throws(SystemError) {
    try Thread.start { [self] in
      loop()
      // The counter is ours and cannot overflow.
      try? stopped.raise()
    }
  }

  /// Does the thread's work on the thread that calls, until the last cell is gone.
  func serveOut() {
    closing.store(true, ordering: .sequentiallyConsistent)
    loop()
  }

  /// Ends the thread once the last cell is gone, and waits for that.
  func stop() {
    closing.store(true, ordering: .sequentiallyConsistent)
    try? bell.raise()
    try? stopped.waitAndClear()
  }

  /// Watches `cell` from now on.
  func add(_ cell: Cell) throws(SystemError) {
    try watchChannel(of: cell)
    try queue.watch(cell.stdout.reading, token: Self.token(cell, .stdout))
    try queue.watch(cell.stderr.reading, token: Self.token(cell, .stderr))
    // What was reported before is reported again.
    cells.withLock { $0[cell.identifier] = cell }
  }

  func watchChannel(of cell: Cell) throws(SystemError) {
    try queue.watch(cell.channel.descriptor, token: Self.token(cell, .channel))
  }

  /// Gives `cell` its job: watches over `run`, then sends the command with both output streams.
  ///
  /// The run's completion is called in every case, now or when the job has ended.
  func begin(_ run: consuming Run, in cell: Cell, _ launch: Launch) {
    var waiting: Run? = consume run
    cell.state.withLock { $0.run = waiting.take() }
    do throws(SandboxError) {
      if let failure = cell.failure { throw failure }
      try watchRun(of: cell)
      try passOnListeners(of: cell)
      try cell.send(
        .launch(launch), descriptors: [cell.stdout.writing.rawValue, cell.stderr.writing.rawValue])
    } catch {
      // A cell that has just failed says why in a report that was not read yet.
      let isWatched = cells.withLock { $0[cell.identifier] != nil }
      if isWatched, error.cause?.isDisconnected == true { return }
      fail(cell, error)
    }
  }

  private func passOnListeners(of cell: Cell) throws(SandboxError) {
    do throws(SystemError) {
      try beginRelay(of: cell)
    } catch {
      throw .system("cannot start the relay of the job's network", error)
    }
  }

  private func watchRun(of cell: Cell) throws(SandboxError) {
    let result = cell.state.withLock { state in
      state.withRun { run in
        Result { () throws(SystemError) in
          if let relay = run.relay {
            try queue.watch(relay.socket.descriptor, token: Self.token(cell, .relay))
          }
          return run.nextLook
        }
      }
    }
    switch result {
    case .success(let moment): expectLook(at: moment)
    case .failure(let error): throw .system("cannot watch the job", error)
    case nil: break
    }
  }
}
