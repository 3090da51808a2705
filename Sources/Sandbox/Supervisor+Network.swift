import Linux
import Synchronization

extension Supervisor {
  /// The cell of a job has made its network, with sockets for the relay, of which there may be
  /// none. That may be so before the supervisor knows of the run.
  func receive(_ listeners: consuming DescriptorList, from cell: Cell) throws(SystemError) {
    var given: DescriptorList? = listeners
    cell.state.withLock { $0.listeners = given.take() }
    try beginRelay(of: cell)
  }

  /// Hands the sockets to the relay, once both are there.
  func beginRelay(of cell: Cell) throws(SystemError) {
    let result = cell.state.withLock { state -> Result<Void, SystemError> in
      guard let relay = state.withRun({ $0.relay }) ?? nil, let listeners = state.listeners.take()
      else { return .success(()) }
      return Result { () throws(SystemError) in try relay.begin(listeners) }
    }
    do throws(SystemError) {
      try result.get()
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
