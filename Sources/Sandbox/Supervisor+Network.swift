import Linux
import Synchronization

extension Supervisor {
  /// The cell of a job has made its network: the relay gets the sockets, of which there may be none.
  func beginRelay(
    of cell: Cell, _ listeners: borrowing DescriptorList
  ) throws(SystemError) {
    let relay = cell.state.withLock { state -> NetworkRelay? in
      state.withRun { $0.relay } ?? nil
    }
    do throws(SystemError) {
      try relay?.begin(listeners)
    } catch let error where error.isDisconnected {
      lose(cell)
    }
  }

  /// The relay of a running job is gone, or says what nobody asked: a job that can reach only some
  /// of what it was promised is not worth continuing.
  func lose(_ cell: Cell) {
    fail(
      cell,
      SandboxError(
        .networkLost, "the relay of the job's network ended; the job was killed: try it again"))
    cell.destroy()
  }
}
