/// A file of a log that holds up to 256 consecutive hashes of one level, or entries (C2SP
/// tlog-tiles): `tile/<level>/<index>` and `tile/entries/<index>`, with `.p/<width>` behind it while
/// it is not full.
package struct Tile: Hashable, Sendable {
  package static let fullWidth = 256
  /// Levels of the tree that one tile spans.
  static let height = 8

  package enum Kind: Hashable, Sendable {
    /// Hashes of complete subtrees of 256^level leaves.
    case hashes(level: Int)
    case entries
  }

  package let kind: Kind
  package let index: UInt64
  /// How many hashes or entries it has: 1 to 256.
  package let width: Int

  package init(_ kind: Kind, index: UInt64, width: Int = fullWidth) {
    precondition((1...Self.fullWidth).contains(width), "a tile's width is 1 to 256")
    self.kind = kind
    self.index = index
    self.width = width
  }

  package var isFull: Bool { width == Self.fullWidth }

  /// Below the log's directory or address.
  package var path: String { isFull ? fullPath : "\(fullPath).p/\(width)" }

  /// Where the tile lies, or will lie, when it is full.
  package var fullPath: String {
    let level =
      switch kind {
      case .hashes(let level): String(level)
      case .entries: "entries"
      }
    var groups: [String] = []
    var rest = index
    repeat {
      let digits = String(rest % 1000)
      let prefix = groups.isEmpty ? "" : "x"
      groups.append(prefix + String(repeating: "0", count: 3 - digits.count) + digits)
      rest /= 1000
    } while rest > 0
    return "tile/\(level)/" + groups.reversed().joined(separator: "/")
  }

  /// The tile of that index as a row of `count` hashes, or entries, has it: full, or the last one.
  ///
  /// - Precondition: the row reaches into the tile.
  package static func covering(_ kind: Kind, index: UInt64, of count: UInt64) -> Tile {
    precondition(index << 8 < count, "a tile beyond the end of its row")
    return Tile(kind, index: index, width: Int(min(count - index << 8, UInt64(fullWidth))))
  }

  /// Every tile that a tree of `size` leaves has and one of `oldSize` has not, lowest level first.
  package static func tiles(from oldSize: UInt64 = 0, to size: UInt64) -> [Tile] {
    var tiles = newTiles(.entries, from: oldSize, to: size)
    var (level, old, new) = (0, oldSize, size)
    while new > 0 {
      tiles += newTiles(.hashes(level: level), from: old, to: new)
      (level, old, new) = (level + 1, old >> 8, new >> 8)
    }
    return tiles
  }

  /// The tiles of one row that grows from `old` to `new` hashes.
  private static func newTiles(_ kind: Kind, from old: UInt64, to new: UInt64) -> [Tile] {
    guard new > old else { return [] }
    return (old >> 8...(new - 1) >> 8).map { .covering(kind, index: $0, of: new) }
  }
}
