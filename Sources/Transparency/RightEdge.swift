/// What a log must remember of its tree in order to grow: the hashes of the tile at the right end of
/// each level, and the entries of the last bundle. None of these tiles is full.
struct RightEdge: Sendable {
  private(set) var size: UInt64 = 0
  private(set) var levels: [[MerkleHash]] = []
  private var bundle: [UInt8] = []

  /// The edge of an empty log.
  init() {}

  /// Reads the edge of a log as it was published.
  init<Storage>(of reader: LogReader<Storage>) throws(LogError) {
    try self.init(of: reader, at: reader.checkpoint.size)
    let width = Int(size & 0xFF)
    guard width > 0 else { return }
    let tile = Tile(.entries, index: size >> 8, width: width)
    let entries = try reader.entries(of: tile)
    guard entries.map({ .leaf($0) }) == levels[0] else { throw LogError(.corrupt, tile.path) }
    for entry in entries { EntryBundle.append(entry, to: &bundle) }
  }

  /// Reads the hashes alone of the edge that a log had when it was no larger than `size`, from the
  /// tiles that it has now.
  init<Storage>(of reader: LogReader<Storage>, at size: UInt64) throws(LogError) {
    self.size = size
    var (rest, present) = (size, reader.checkpoint.size)
    while rest > 0 {
      let level = levels.count
      let width = Int(rest & 0xFF)
      var hashes: [MerkleHash] = []
      if width > 0 {
        let tile = Tile.covering(.hashes(level: level), index: rest >> 8, of: present)
        hashes = Array(try reader.hashes(of: tile).prefix(width))
      }
      levels.append(hashes)
      (rest, present) = (rest >> 8, present >> 8)
    }
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
      let height = push(.leaf(entry)) { level, index, hashes in
        files.append(Self.file(level, index, hashes))
      }
      lowestUntouched = max(lowestUntouched, height)
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
  /// - Parameter complete: is shown each tile that becomes full, the lowest first, and may put other
  ///   hashes in their place before the level above is reached.
  /// - Returns: the number of levels that changed.
  @discardableResult
  mutating func push(
    _ leaf: MerkleHash,
    _ complete: (_ level: Int, _ index: UInt64, _ hashes: inout [MerkleHash]) -> Void
  ) -> Int {
    defer { size += 1 }
    var hash = leaf
    var level = 0
    while true {
      if level == levels.count { levels.append([]) }
      levels[level].append(hash)
      guard levels[level].count == Tile.fullWidth else { return level + 1 }
      let index = size >> UInt64(Tile.height * (level + 1))
      complete(level, index, &levels[level])
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
