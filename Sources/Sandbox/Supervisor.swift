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
    case timer = 3
    case process = 4
    case bell = 5
    case relay = 6
  }

  let queue: EventQueue
  let bell: Counter
  private let stopped: Counter
  let cells: Mutex<[UInt64: Cell]> = Mutex([:])
  let closing = Atomic<Bool>(false)
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
      serve()
      // The counter is ours and cannot overflow.
      try? stopped.raise()
    }
  }

  /// Does the thread's work on the thread that calls, until the last cell is gone.
  func serveOut() {
    closing.store(true, ordering: .sequentiallyConsistent)
    serve()
  }

  private func serve() {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { unsafe buffer.deallocate() }
    unsafe loop(with: buffer)
  }

  /// Ends the thread once the last cell is gone, and waits for that.
  func stop() {
    closing.store(true, ordering: .sequentiallyConsistent)
    try? bell.raise()
    try? stopped.waitAndClear()
  }

  /// Watches `cell` from now on.
  func add(_ cell: Cell) throws(SystemError) {
    cells.withLock { $0[cell.identifier] = cell }
    try queue.watch(cell.channel.descriptor, token: Self.token(cell, .channel))
  }

  /// Gives `cell` its job: watches over `run`, then sends the command with both output streams.
  ///
  /// The run's completion is called in every case, now or when the job has ended.
  func begin(
    _ run: consuming Run, in cell: Cell, _ launch: Launch, streams: borrowing DescriptorList
  ) {
    var waiting: Run? = consume run
    cell.state.withLock { $0.run = waiting.take() }
    do throws(SandboxError) {
      if let failure = cell.failure { throw failure }
      try watchRun(of: cell)
      try passOnListeners(of: cell)
      try cell.send(.launch(launch), descriptors: streams.rawValues)
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
          try run.watch(
            with: queue, stdoutToken: Self.token(cell, .stdout),
            stderrToken: Self.token(cell, .stderr), timerToken: Self.token(cell, .timer),
            relayToken: Self.token(cell, .relay))
        }
      }
    }
    if case .failure(let error) = result { throw .system("cannot watch the job", error) }
  }
}
