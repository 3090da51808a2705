/// Hashes of a log's tree, taken from its tiles; each tile is asked for once.
package struct TileReader<Failure: Error> {
  private let size: UInt64
  private let read: (Tile) throws(Failure) -> [MerkleHash]
  private var tiles: [Tile: [MerkleHash]] = [:]

  /// Reads tiles of a tree of `size` leaves; `read` gives exactly as many hashes as a tile is wide,
  /// or throws.
  package init(size: UInt64, _ read: @escaping (Tile) throws(Failure) -> [MerkleHash]) {
    self.size = size
    self.read = read
  }

  /// The number of tiles asked for so far.
  package var tileCount: Int { tiles.count }

  /// The hash of a subtree that is complete within the tree.
  package mutating func hash(of subtree: MerkleTree.Subtree) throws(Failure) -> MerkleHash {
    let level = subtree.height / Tile.height
    let inner = subtree.height % Tile.height
    let first = subtree.index << UInt64(inner)
    let available = (size >> UInt64(Tile.height * level)) - ((first >> 8) << 8)
    let tile = Tile(
      .hashes(level: level), index: first >> 8,
      width: Int(min(available, UInt64(Tile.fullWidth))))
    let hashes = try hashes(of: tile)
    let start = Int(first & 0xFF)
    return .root(of: hashes[start..<(start + 1 << inner)])
  }

  private mutating func hashes(of tile: Tile) throws(Failure) -> [MerkleHash] {
    if let known = tiles[tile] { return known }
    let hashes = try read(tile)
    precondition(hashes.count == tile.width, "a tile of another width than asked for")
    tiles[tile] = hashes
    return hashes
  }
}

extension TileReader {
  /// The root of the whole tree.
  package mutating func root() throws(Failure) -> MerkleHash {
    var reader = self
    defer { self = reader }
    return try MerkleTree.root(size: size) { subtree throws(Failure) in
      try reader.hash(of: subtree)
    }
  }

  /// Proves that the leaf `index` is in the tree; `index` is below its size.
  package mutating func inclusionProof(of index: UInt64) throws(Failure) -> InclusionProof {
    var reader = self
    defer { self = reader }
    return try MerkleTree.inclusionProof(of: index, in: size) { subtree throws(Failure) in
      try reader.hash(of: subtree)
    }
  }

  /// Proves that a tree of `old` leaves is the beginning of this one, which is not smaller.
  package mutating func consistencyProof(from old: UInt64) throws(Failure) -> ConsistencyProof {
    var reader = self
    defer { self = reader }
    return try MerkleTree.consistencyProof(from: old, to: size) { subtree throws(Failure) in
      try reader.hash(of: subtree)
    }
  }
}
