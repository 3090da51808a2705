import LaunchProtocol
import Linux
import Synchronization

/// Cells that are ready before a job comes, and the thread that makes them and clears away used
/// ones while nobody waits.
final class Stock: Sendable {
  private struct State {
    var idle: [Cell] = []
    var nextNumber: UInt64 = 1
    var berths = Berths()
    /// What the next job probably needs: the file system of the last one that had no inputs.
    var expected: ExecutionSpecification?
    var closed = false
  }

  let host: Host
  let supervisor: Supervisor
  private let furnisher: Furnisher
  private let launcher: LauncherConnection
  private let used: UsedCells
  private let spareGroups: SpareGroups
  /// How many cells are kept ready.
  private let depth: Int
  private let stopped: Counter
  private let state: Mutex<State> = Mutex(State())

  init(
    host: Host, furnisher: Furnisher, launcher: LauncherConnection, depth: Int
  ) throws(SystemError) {
    self.depth = depth
    let used = try UsedCells()
    self.used = used
    self.host = host
    spareGroups = SpareGroups(on: host)
    self.furnisher = furnisher
    self.launcher = launcher
    stopped = try Counter()
    supervisor = try Supervisor { used.append($0) }
    try supervisor.start()
    try Thread.start { [self] in
      work()
      // Ours, and raised once.
      try? stopped.raise()
    }
    used.ring()
  }

  var launcherProcess: Int32? { launcher.process }

  /// A cell for one job, furnished for it.
  func take(for specification: ExecutionSpecification) throws(SandboxError) -> Cell {
    let key = try key(specification)
    let cell: Cell
    if specification.limits.ioBytesPerSecond > 0 {
      // A cell that waits is in the groups that every job needs, and no more.
      cell = try make(boundingDevices: true)
    } else if let idle = takeIdle(key) {
      cell = idle
    } else {
      cell = try make()
    }
    state.withLock { $0.expected = key == nil ? $0.expected : specification }
    do throws(SandboxError) {
      if key == nil || cell.furnished.withLock({ $0 }) != key {
        try furnisher.furnish(
          cell, for: specification, try furnisher.layers(of: specification))
      }
    } catch {
      discard(cell)
      throw error
    }
    return cell
  }

  private func key(
    _ specification: ExecutionSpecification
  ) throws(SandboxError) -> FurnishingKey? {
    do throws(SystemError) {
      return try FurnishingKey(
        specification, layers: furnisher.layerPaths(of: specification))
    } catch {
      throw .system("cannot look at a layer of the image", error)
    }
  }

  /// Gives up a cell whose job has run or will not run.
  func discard(_ cell: Cell) {
    // One that has reported its job's end is ending by itself, and leaves its keeper in order.
    if !cell.hasReported { cell.destroy() }
    supervisor.account(cell)
  }

  /// Ends all cells and the threads; no job may be started after that.
  func close() {
    let idle = state.withLock { state in
      state.closed = true
      defer { state.idle = [] }
      return state.idle
    }
    // First the thread, so that no cell is made any more that nobody would wait for.
    used.ring()
    try? stopped.waitAndClear()
    for cell in idle { supervisor.account(cell) }
    launcher.close()
    supervisor.stop()
    // A launcher clears away after its own cells; these may be those of one that was killed.
    for cell in used.rest() { spareGroups.give(cell.group) }
    spareGroups.removeAll()
  }

  // MARK: Making and clearing away

  private func takeIdle(_ key: FurnishingKey?) -> Cell? {
    let (taken, broken, isEmpty) = state.withLock { state -> (Cell?, [Cell], Bool) in
      var broken = state.idle.filter { $0.failure != nil }
      state.idle.removeAll { $0.failure != nil }
      let position =
        state.idle.firstIndex { key != nil && $0.furnished.withLock { $0 } == key }
        ?? state.idle.firstIndex { $0.furnished.withLock { $0 } == nil }
      let taken = position.map { state.idle.remove(at: $0) }
      // What waits for other jobs than those that come makes room.
      if taken == nil, let stale = state.idle.first {
        state.idle.removeFirst()
        broken.append(stale)
      }
      return (taken, broken, state.idle.isEmpty)
    }
    for cell in broken { discard(cell) }
    // Otherwise the next one can be made when this job is over, and need not disturb it.
    if isEmpty { used.ring() }
    return taken
  }

  /// Asks the launcher for a new cell; whether it came to be shows later.
  private func make(boundingDevices: Bool = false) throws(SandboxError) -> Cell {
    let (number, berth) = state.withLock { state in
      defer { state.nextNumber += 1 }
      return (state.nextNumber, state.berths.take())
    }
    var channel = DescriptorList()
    let cell: Cell
    let request: CellRequest
    let entries: [Int32]
    do throws(SystemError) {
      let group = try spareGroups.take(boundingDevices: boundingDevices)
      do throws(SystemError) {
        entries = try group?.keptEntries() ?? []
        (cell, request) = try Cell.plan(
          number, berth: berth, on: host, in: group, channel: &channel)
        try supervisor.add(cell)
      } catch {
        host.remove(group)
        throw error
      }
    } catch {
      state.withLock { $0.berths.giveBack(berth) }
      throw .system("cannot prepare a cell", error)
    }
    do throws(SandboxError) {
      try launcher.request(request, descriptors: channel.rawValues + entries)
    } catch {
      // The far end of its channel closes now, by which the supervisor knows that nobody came.
      supervisor.account(cell)
      throw error
    }
    return cell
  }

  // MARK: The thread

  private func work() {
    host.removeAbandonedGroups()
    while true {
      for cell in used.next() {
        state.withLock { $0.berths.giveBack(cell.berth) }
        spareGroups.give(cell.group)
        furnisher.takeBack(from: cell)
      }
      if state.withLock({ $0.closed }) { return }
      while state.withLock({ $0.idle.count < depth && !$0.closed }) {
        // A cell that cannot be made now is made, or reported as missing, when a job needs it.
        guard let cell = try? make() else { break }
        expect(in: cell)
        let late = state.withLock { state in
          if !state.closed { state.idle.append(cell) }
          return state.closed
        }
        if late { discard(cell) }
      }
    }
  }

  /// Furnishes a cell that waits for what the next job probably needs.
  private func expect(in cell: Cell) {
    guard let expected = state.withLock({ $0.expected }) else { return }
    do {
      let layers = try furnisher.layers(of: expected)
      guard let key = try FurnishingKey(expected, layers) else { return }
      try furnisher.furnish(cell, for: expected, layers)
      cell.furnished.withLock { $0 = key }
      _ = try host.bound(cell, for: expected, [])
    } catch {
      // An image that is gone; the cell stays empty, or broken if it had begun.
    }
  }
}
