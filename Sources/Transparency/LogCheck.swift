/// Checks that every file of a log holds what its checkpoint covers: each entry has its hash, each
/// full tile its hash one level up, and all together the root (fsck).
package struct LogCheck: Sendable {
  /// The leaves that were checked.
  package private(set) var entries: UInt64 = 0
  package private(set) var tiles = 0
  /// One line for each file that is missing or wrong; empty if the log is sound.
  package private(set) var problems: [String] = []
  private static let mostProblems = 100

  package var isSound: Bool { problems.isEmpty }

  /// Reads the whole log below the reader's checkpoint; `progress` hears of every bundle.
  package init<Storage>(
    of reader: LogReader<Storage>,
    progress: (_ checked: UInt64, _ size: UInt64) -> Void = { _, _ in }
  ) {
    let size = reader.checkpoint.size
    var row: [MerkleHash] = []
    for tile in Tile.tiles(to: size) where tile.kind == .entries {
      row += self.entries(tile, of: reader)
      progress(entries, size)
    }
    var level = 0
    var count = size
    while count > 0 {
      row = self.row(level, count: count, expected: row, of: reader)
      (level, count) = (level + 1, count >> 8)
    }
    guard isSound else { return }
    let root: MerkleHash? = attempt { () throws(LogError) in
      var tiles = reader.tiles()
      return try tiles.root()
    }
    if let root, root != reader.checkpoint.root {
      report("the root of the tiles is \(root), the checkpoint's \(reader.checkpoint.root)")
    }
  }

  /// Hashes of a bundle's entries; as many hashes of nothing where it cannot be read.
  private mutating func entries<Storage>(
    _ tile: Tile, of reader: LogReader<Storage>
  ) -> [MerkleHash] {
    let found = attempt { () throws(LogError) in try reader.entries(of: tile) }
    tiles += 1
    guard let found else { return Array(repeating: .empty, count: tile.width) }
    entries += UInt64(found.count)
    return found.map { .leaf($0) }
  }

  /// Compares one level's tiles with the hashes that the level below gives.
  ///
  /// - Returns: the hashes that the level above must have.
  private mutating func row<Storage>(
    _ level: Int, count: UInt64, expected: [MerkleHash], of reader: LogReader<Storage>
  ) -> [MerkleHash] {
    var above: [MerkleHash] = []
    for index in 0...(count - 1) >> 8 {
      let width = Int(min(count - index << 8, UInt64(Tile.fullWidth)))
      let tile = Tile(.hashes(level: level), index: index, width: width)
      let start = Int(index) << 8
      let wanted = expected[start..<(start + width)]
      let hashes = attempt { () throws(LogError) in try reader.hashes(of: tile) }
      tiles += 1
      if let hashes, hashes[...] != wanted {
        report("\(tile.path) differs from what lies below it")
      }
      if tile.isFull { above.append(.root(of: wanted)) }
    }
    return above
  }

  private mutating func attempt<Value>(_ body: () throws(LogError) -> Value) -> Value? {
    do throws(LogError) {
      return try body()
    } catch {
      report("\(error)")
      return nil
    }
  }

  private mutating func report(_ problem: String) {
    if problems.count < Self.mostProblems { problems.append(problem) }
  }
}
