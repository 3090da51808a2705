import Linux
import Synchronization

/// Cells that nobody needs any more, on their way from the supervisor to whoever clears them away.
final class UsedCells: Sendable {
  private let cells: Mutex<[Cell]> = Mutex([])
  private let bell: Counter

  init() throws(SystemError) {
    bell = try Counter()
  }

  func append(_ cell: Cell) {
    cells.withLock { $0.append(cell) }
    ring()
  }

  /// Wakes whoever waits in `next`.
  func ring() {
    // The counter is ours; it overflows after 2⁶⁴ rings.
    try? bell.raise()
  }

  /// Waits for a ring; all cells that have come since the last.
  func next() -> [Cell] {
    try? bell.waitAndClear()
    return rest()
  }

  /// All cells that have come and were not asked for yet.
  func rest() -> [Cell] {
    cells.withLock { cells in
      defer { cells = [] }
      return cells
    }
  }
}
