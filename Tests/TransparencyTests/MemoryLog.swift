import Transparency

/// The leaves of a log in memory, and any tile or subtree of it.
struct MemoryLog {
  let leaves: [MerkleHash]

  init(size: Int) {
    leaves = (0..<size).map { .leaf(Self.entry($0)) }
  }

  private static func entry(_ index: Int) -> [UInt8] { Array("leaf \(index)".utf8) }

  func entry(_ index: Int) -> [UInt8] { Self.entry(index) }

  func root(_ size: Int) -> MerkleHash { .root(of: leaves[..<size]) }

  func subtree(_ subtree: MerkleTree.Subtree) -> MerkleHash {
    let count = 1 << subtree.height
    let start = Int(subtree.index) * count
    return .root(of: leaves[start..<(start + count)])
  }

  /// The hashes of a tile, by its definition.
  func hashes(_ tile: Tile) -> [MerkleHash] {
    guard case .hashes(let level) = tile.kind else { return [] }
    return (0..<tile.width).map {
      subtree(.init(height: 8 * level, index: tile.index * 256 + UInt64($0)))
    }
  }
}
