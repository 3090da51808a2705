import Microkernels
import MicrokernelsAVX2
import MicrokernelsAVX512
import MicrokernelsBaseline
import MicrokernelsVNNI

/// How a CPU level multiplies whole numbers: as it multiplies floats, but by cells.
struct IntegerLevel: Sendable {
  let entries: IntegerEntries
  /// A level whose floats are cells.
  let cells: Level

  private init(_ entries: IntegerEntries, of level: Level) {
    self.entries = entries
    cells = Level(
      name: level.name, panelWidth: level.panelWidth, tileHeight: level.tileHeight,
      entries: level.entries.multiplying(with: entries.multiplyBlock), elements: level.elements)
  }

  private static let baseline = IntegerLevel(.baseline, of: .baseline)
  private static let avx2 = IntegerLevel(.avx2, of: .avx2)
  private static let avx512 = IntegerLevel(.avx512, of: .avx512)
  private static let avx512vnni = IntegerLevel(.vnni, of: .avx512vnni)

  /// That of a level for floats.
  static func of(_ level: Level) -> IntegerLevel {
    if level === Level.avx512vnni { return .avx512vnni }
    if level === Level.avx512 { return .avx512 }
    return level === Level.avx2 ? .avx2 : .baseline
  }
}
