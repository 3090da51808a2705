import LaunchProtocol
import Linux
import Synchronization

extension Supervisor {
  /// Handles events until the last cell is gone after `stop`.
  func loop(with buffer: UnsafeMutableRawBufferPointer) {
    while true {
      // Only a descriptor that is no queue, or memory that is not ours, could make this fail.
      guard let tokens = try? queue.wait() else { return }
      for token in tokens {
        guard let source = Source(rawValue: token & 7) else { continue }
        if source == .bell {
          try? bell.waitAndClear()
        } else if let cell = cells.withLock({ $0[token >> 3] }) {
          unsafe handle(source, of: cell, with: buffer)
        }
      }
      if closing.load(ordering: .sequentiallyConsistent), cells.withLock({ $0.isEmpty }) { return }
    }
  }

  private func handle(
    _ source: Source, of cell: Cell, with buffer: UnsafeMutableRawBufferPointer
  ) {
    switch source {
    case .channel:
      if unsafe listen(to: cell, with: buffer) == .closed { unsafe hangUp(cell, with: buffer) }
    case .stdout, .stderr: unsafe drain(source, of: cell, with: buffer)
    case .timer: check(cell)
    case .process: unsafe bury(cell, with: buffer)
    case .relay: lose(cell)
    case .bell: return
    }
  }

  // MARK: Reports

  /// What came over a cell's channel.
  private enum Reading {
    case report
    case nothing
    /// Nobody holds the other end any more.
    case closed
  }

  /// Takes one report, if there is one.
  private func listen(to cell: Cell, with buffer: UnsafeMutableRawBufferPointer) -> Reading {
    do throws(SystemError) {
      guard let message = try cell.channel.receive(limit: WireLimits.report, wait: false) else {
        return .closed
      }
      unsafe try heed(message, from: cell, with: buffer)
      return .report
    } catch let error where error.wouldBlock {
      return .nothing
    } catch {
      fail(cell, .system("a cell cannot be understood", error))
      cell.destroy()
      return .nothing
    }
  }

  private func heed(
    _ message: consuming MessageSocket.Message, from cell: Cell,
    with buffer: UnsafeMutableRawBufferPointer
  ) throws(SystemError) {
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
      unsafe finish(cell, ending, Places(output: output, scratch: scratch), with: buffer)
    case .listening: try receive(descriptors, from: cell)
    }
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
  private func hangUp(_ cell: Cell, with buffer: UnsafeMutableRawBufferPointer) {
    // It cannot be gone from the queue before this.
    try? queue.ignore(cell.channel.descriptor)
    let exists = cell.state.withLock { state in
      if state.failure == nil {
        state.failure = SandboxError(.launcherLost, "the cell ended before its job")
      }
      return state.hasHandle
    }
    if !exists { unsafe bury(cell, with: buffer) }
  }

  /// The cell's process, and with it every process of the job, is gone.
  private func bury(_ cell: Cell, with buffer: UnsafeMutableRawBufferPointer) {
    // First its last words, up to the end of the channel.
    while unsafe listen(to: cell, with: buffer) == .report {}
    guard cells.withLock({ $0.removeValue(forKey: cell.identifier) }) != nil else { return }
    // Its end comes after this where the cell had a keeper, which lets go of the other end last.
    try? queue.ignore(cell.channel.descriptor)
    let reported = cell.state.withLock { $0.reportedNanoseconds }
    unsafe finish(cell, nil, nil, with: buffer)
    cell.state.withLock { $0.handle = nil }
    if let reported {
      teardown.withLock { $0.add(Clock.monotonicNanoseconds() - reported) }
    }
    if cell.settle(.dead) { retire(cell) }
  }

  /// The counters of the cell's control group were read, or are of no interest.
  func account(_ cell: Cell) {
    if cell.settle(.accounted) { retire(cell) }
  }

  // MARK: Ends

  private func finish(
    _ cell: Cell, _ ending: JobEnding?, _ places: consuming Places?,
    with buffer: UnsafeMutableRawBufferPointer
  ) {
    let taken: Run? = cell.state.withLock { state in
      state.reportedNanoseconds = ending == nil ? nil : Clock.monotonicNanoseconds()
      return state.run.take()
    }
    guard var run = taken else { return }
    unsafe run.drain(with: buffer)
    // Whoever waits for the job hears its last word; it was watched, so that this cannot fail.
    if let relay = run.relay { try? queue.ignore(relay.socket.descriptor) }
    let finished = FinishedRun(ending, of: run, places: places)
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

  // MARK: Limits

  private func drain(
    _ source: Source, of cell: Cell, with buffer: UnsafeMutableRawBufferPointer
  ) {
    _ = cell.state.withLock { state in
      state.withRun { run in
        if source == .stdout {
          unsafe run.stdout.attend(with: buffer, queue)
        } else {
          unsafe run.stderr.attend(with: buffer, queue)
        }
      }
    }
  }

  /// The timer of the cell's job has fired.
  private func check(_ cell: Cell) {
    // Without a counter only wall time bounds the job.
    let used = try? cell.group?.processorMicroseconds()
    let action = cell.state.withLock { $0.withRun { $0.check(cpu: used) } }
    switch action {
    case nil, .some(.none): break
    // A cell that cannot be told any more has ended, or will be destroyed next.
    case .some(.terminate): try? cell.send(.terminate)
    case .some(.kill): try? cell.send(.kill)
    case .some(.destroy): cell.destroy()
    }
  }
}
