import LaunchProtocol
import Linux
import Synchronization

/// Brief jobs, whose end the thread that has asked for them waits for itself: to wake another thread,
/// and that the first again, takes as long as such a job.
extension Supervisor {
  /// How long a thread waits before it leaves the job to the supervisor's own, in microseconds. Short,
  /// because it may be one of the few that all tasks share.
  static let patience: Int64 = 5000

  /// Gives `cell` its job as `begin` does, and where that is likely to end at once, waits for it.
  ///
  /// At most one thread waits, and only where another can run meanwhile and the last job was brief.
  func attend(_ run: consuming Run, in cell: Cell, _ launch: Launch) {
    let stays = run.relay == nil && takeSeat()
    // Its reports are for this thread.
    if stays { try? queue.ignore(cell.channel.descriptor) }
    begin(run, in: cell, launch)
    guard stays else { return }
    stay(with: cell)
    isAttended.store(false, ordering: .relaxed)
  }

  private func takeSeat() -> Bool {
    hasProcessorToSpare && jobsAreBrief.load(ordering: .relaxed)
      && !isAttended.exchange(true, ordering: .relaxed)
  }

  private func stay(with cell: Cell) {
    let deadline = Clock.monotonicMicroseconds() + Self.patience
    waiting: while cell.hasRun {
      // Nobody takes the channel away; so it is the time that is over.
      guard (try? cell.channel.descriptor.waitUntilReadable(deadline: deadline)) != nil else {
        break
      }
      switch listen(to: cell) {
      case .report, .nothing: continue
      case .lastReport: return
      case .closed: break waiting
      }
    }
    leave(cell)
  }

  /// Leaves the cell to the supervisor's thread, unless that has buried it.
  private func leave(_ cell: Cell) {
    let result = cells.withLock { cells in
      Result { () throws(SystemError) in
        if cells[cell.identifier] != nil { try watchChannel(of: cell) }
      }
    }
    if case .failure(let error) = result {
      fail(cell, .system("cannot watch the job", error))
      cell.destroy()
    }
  }
}
