/// What a log must remember of its tree in order to grow: the hashes of the tile at the right end of
/// each level, and the entries of the last bundle. None of these tiles is full.
struct RightEdge: Sendable {
  private(set) var size: UInt64 = 0
  private var levels: [[MerkleHash]] = []
  private var bundle: [UInt8] = []

  /// The edge of an empty log.
  init() {}

  /// Reads the edge of a log as it was published.
  init<Storage>(of reader: LogReader<Storage>) throws(LogError) {
    size = reader.checkpoint.size
    var rest = size
    while rest > 0 {
      let level = levels.count
      let width = Int(rest & 0xFF)
      let index = rest >> 8
      levels.append(
        width == 0
          ? [] : try reader.hashes(of: Tile(.hashes(level: level), index: index, width: width)))
      rest >>= 8
    }
    let width = Int(size & 0xFF)
    guard width > 0 else { return }
    let tile = Tile(.entries, index: size >> 8, width: width)
    let entries = try reader.entries(of: tile)
    guard entries.map({ .leaf($0) }) == levels[0] else { throw LogError(.corrupt, tile.path) }
    for entry in entries { EntryBundle.append(entry, to: &bundle) }
  }

  /// The root of the whole tree, which the edge suffices for.
  var root: MerkleHash {
    MerkleTree.root(size: size) { subtree throws(Never) in
      let level = levels[subtree.height / Tile.height]
      let inner = subtree.height % Tile.height
      let start = Int(subtree.index << UInt64(inner) & 0xFF)
      return .root(of: level[start..<(start + 1 << inner)])
    }
  }

  /// Adds entries.
  ///
  /// - Returns: the files of all tiles that the tree then has and had not before.
  mutating func append(_ entries: [[UInt8]]) -> [LogFile] {
    var files: [LogFile] = []
    var lowestUntouched = 0
    for entry in entries {
      EntryBundle.append(entry, to: &bundle)
      if size & 0xFF == 0xFF {
        files.append(LogFile(path: Tile(.entries, index: size >> 8).path, bytes: bundle))
        bundle = []
      }
      let height = push(.leaf(entry), &files)
      lowestUntouched = max(lowestUntouched, height)
      size += 1
    }
    if !bundle.isEmpty, !entries.isEmpty {
      let tile = Tile(.entries, index: size >> 8, width: Int(size & 0xFF))
      files.append(LogFile(path: tile.path, bytes: bundle))
    }
    for level in 0..<lowestUntouched where !levels[level].isEmpty {
      let index = size >> UInt64(Tile.height * (level + 1))
      files.append(Self.file(level, index, levels[level]))
    }
    return files
  }

  /// Adds the hash of the leaf `size`, and those of the tiles that it completes.
  ///
  /// - Returns: the number of levels that changed.
  private mutating func push(_ leaf: MerkleHash, _ files: inout [LogFile]) -> Int {
    var hash = leaf
    var level = 0
    while true {
      if level == levels.count { levels.append([]) }
      levels[level].append(hash)
      guard levels[level].count == Tile.fullWidth else { return level + 1 }
      let index = size >> UInt64(Tile.height * (level + 1))
      files.append(Self.file(level, index, levels[level]))
      hash = .root(of: levels[level][...])
      levels[level].removeAll(keepingCapacity: true)
      level += 1
    }
  }

  private static func file(_ level: Int, _ index: UInt64, _ hashes: [MerkleHash]) -> LogFile {
    let tile = Tile(.hashes(level: level), index: index, width: hashes.count)
    return LogFile(path: tile.path, bytes: hashes.flatMap(\.bytes))
  }
}
