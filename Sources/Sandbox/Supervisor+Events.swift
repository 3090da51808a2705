import LaunchProtocol
import Linux
import Synchronization

extension Supervisor {
  /// Handles events until the last cell is gone after `stop`.
  func loop() {
    while true {
      // Only a descriptor that is no queue, or memory that is not ours, could make this fail.
      guard let tokens = try? queue.wait(milliseconds: millisecondsToNextLook) else { return }
      for token in tokens {
        guard let source = Source(rawValue: token & 7) else { continue }
        if source == .bell {
          try? bell.waitAndClear()
        } else if let cell = cells.withLock({ $0[token >> 3] }) {
          handle(source, of: cell)
        }
      }
      lookAtJobs()
      if closing.load(ordering: .sequentiallyConsistent), cells.withLock({ $0.isEmpty }) { return }
    }
  }

  private func handle(_ source: Source, of cell: Cell) {
    switch source {
    case .channel:
      switch listen(to: cell) {
      case .report, .nothing: break
      // What follows is the end of its process, which tells of itself.
      case .lastReport: try? queue.ignore(cell.channel.descriptor)
      case .closed: hangUp(cell)
      }
    case .stdout, .stderr: drain(cell)
    case .process: bury(cell)
    case .relay: lose(cell)
    case .bell: return
    }
  }

  // MARK: Reports

  /// What came over a cell's channel.
  enum Reading {
    case report
    /// The end of its job.
    case lastReport
    case nothing
    /// Nobody holds the other end any more.
    case closed
  }

  /// Takes one report, if there is one.
  func listen(to cell: Cell) -> Reading {
    cell.ear.withLock { _ in takeReport(of: cell) }
  }

  private func takeReport(of cell: Cell) -> Reading {
    do throws(SystemError) {
      guard let message = try cell.channel.receive(limit: WireLimits.report, wait: false) else {
        return .closed
      }
      return try heed(message, from: cell)
    } catch let error where error.wouldBlock {
      return .nothing
    } catch {
      fail(cell, .system("a cell cannot be understood", error))
      cell.destroy()
      return .nothing
    }
  }

  private func heed(
    _ message: consuming MessageSocket.Message, from cell: Cell
  ) throws(SystemError) -> Reading {
    guard let report = try? CellReport(decoding: message.bytes) else {
      throw .badMessage("report of a cell")
    }
    var descriptors = message.takeDescriptors()
    switch report {
    case .created: try attend(cell, descriptors.take(0))
    case .failed(let failure): fail(cell, SandboxError(failure))
    case .ended(let ending):
      guard let output = descriptors.take(0), let scratch = descriptors.take(1) else {
        throw .badMessage("report of a cell, without its mounts")
      }
      finish(cell, ending, Places(output: output, scratch: scratch))
      return .lastReport
    case .listening: try receive(descriptors, from: cell)
    case .vacated: cell.state.withLock { $0.isVacated = true }
    }
    return .report
  }

  /// Watches the cell's process, so that its end is noticed whatever happens.
  private func attend(_ cell: Cell, _ handle: consuming FileDescriptor?) throws(SystemError) {
    guard let handle else { return }
    try queue.watch(handle, token: Self.token(cell, .process))
    var given: FileDescriptor? = handle
    cell.state.withLock { state in
      state.handle = given.take()
      state.killIfCondemned()
    }
  }

  /// The other end of the channel is closed: the process ends, or was never made.
  private func hangUp(_ cell: Cell) {
    try? queue.ignore(cell.channel.descriptor)
    let exists = cell.state.withLock { state in
      if state.failure == nil {
        state.failure = SandboxError(.launcherLost, "the cell ended before its job")
      }
      return state.hasHandle
    }
    if !exists { bury(cell) }
  }

  /// The cell's process, and with it every process of the job, is gone.
  private func bury(_ cell: Cell) {
    // First its last words, up to the end of the channel.
    while [.report, .lastReport].contains(listen(to: cell)) {}
    guard forget(cell) else { return }
    let reported = cell.state.withLock { $0.reportedNanoseconds }
    finish(cell, nil, nil)
    cell.state.withLock { $0.handle = nil }
    if let reported {
      teardown.withLock { $0.add(Clock.monotonicNanoseconds() - reported) }
    }
    if cell.settle(.dead) { retire(cell) }
  }

  /// Stops watching the cell.
  ///
  /// - Returns: false if that was done before.
  private func forget(_ cell: Cell) -> Bool {
    cells.withLock { cells in
      guard cells.removeValue(forKey: cell.identifier) != nil else { return false }
      // Whoever has attended to its job may just have given it back; and the keeper of a cell lets go
      // of the other end last.
      try? queue.ignore(cell.channel.descriptor)
      ignoreStreams(of: cell)
      return true
    }
  }

  /// The counters of the cell's control group were read, or are of no interest.
  func account(_ cell: Cell) {
    if cell.settle(.accounted) { retire(cell) }
  }

  // MARK: Ends

  private func finish(_ cell: Cell, _ ending: JobEnding?, _ places: consuming Places?) {
    let taken: Run? = cell.state.withLock { state in
      if ending != nil { state.reportedNanoseconds = Clock.monotonicNanoseconds() }
      return state.run.take()
    }
    guard var run = taken else { return }
    run.drain(cell)
    // Whoever waits for the job hears its last word; it was watched, so that this cannot fail.
    if let relay = run.relay { try? queue.ignore(relay.socket.descriptor) }
    let finished = FinishedRun(ending, of: run, places: places)
    jobsAreBrief.store(finished.wallMicroseconds <= Self.patience, ordering: .relaxed)
    run.completion(.success(finished))
  }

  /// The cell cannot run a job; if somebody waits for one, they are told.
  func fail(_ cell: Cell, _ error: SandboxError) {
    let completion = cell.state.withLock { state -> Run.Completion? in
      if state.failure == nil { state.failure = error }
      guard let run = state.run.take() else { return nil }
      return run.completion
    }
    completion?(.failure(error))
  }

  // MARK: Streams

  /// Times that a stream is read before others have their turn: processes together can write faster
  /// than it is read.
  private static let patientReads = 16

  private func drain(_ cell: Cell) {
    let isWanted =
      cell.state.withLock { $0.withRun { $0.drain(cell, atMost: Self.patientReads) } } != nil
    // The job has failed and is being killed.
    if !isWanted { ignoreStreams(of: cell) }
  }

  private func ignoreStreams(of cell: Cell) {
    // Whoever comes second finds that done.
    try? queue.ignore(cell.stdout.reading)
    try? queue.ignore(cell.stderr.reading)
  }
}
