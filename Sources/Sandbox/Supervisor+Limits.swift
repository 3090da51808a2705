import LaunchProtocol
import Linux
import Synchronization

extension Supervisor {
  /// Makes sure that the jobs are looked at by `moment`, on the monotonic clock in microseconds.
  func expectLook(at moment: Int64) {
    let (before, _) = nextLook.min(moment, ordering: .sequentiallyConsistent)
    // The thread may sleep for longer than that.
    if moment < before { try? bell.raise() }
  }

  /// How long to wait for events at most; nil where no job has limits to watch.
  var millisecondsToNextLook: Int32? {
    let moment = nextLook.load(ordering: .sequentiallyConsistent)
    guard moment < .max else { return nil }
    return Int32(clamping: (max(0, moment - Clock.monotonicMicroseconds()) + 999) / 1000)
  }

  /// Looks at the jobs whose moment has come.
  func lookAtJobs() {
    let now = Clock.monotonicMicroseconds()
    guard nextLook.load(ordering: .sequentiallyConsistent) <= now else { return }
    // Whatever begins from here on says so itself.
    nextLook.store(.max, ordering: .sequentiallyConsistent)
    for cell in cells.withLock({ Array($0.values) }) {
      guard let moment = cell.nextLook else { continue }
      if moment <= now { check(cell) }
      if let next = cell.nextLook { nextLook.min(next, ordering: .sequentiallyConsistent) }
    }
  }

  /// Looks whether the cell's job has hit a limit of time.
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

extension Cell {
  /// Whether somebody waits for its job's end.
  var hasRun: Bool { nextLook != nil }

  /// When its job has to be looked at; nil if it has none.
  fileprivate var nextLook: Int64? {
    state.withLock { $0.withRun { $0.nextLook } }
  }
}
