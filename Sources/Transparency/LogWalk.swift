/// A walk over the entries that a log has got since it had a size, which checks on its way every new
/// entry against its hash, every new tile against what lies below it, and at the end the root.
///
/// Hashes of at most one tile per level are held at a time, however large the log. Since the walk
/// starts from the tiles that the older root determines and ends at the newer root, it proves as
/// well that the older tree is the beginning of the newer one.
package struct LogWalk<Storage: LogStorage>: Sendable {
  private let reader: LogReader<Storage>
  /// One line for each file that is missing or wrong; the first hundred.
  package private(set) var problems: [String] = []
  /// All of them, counted.
  package private(set) var problemCount = 0
  private static var mostProblems: Int { 100 }
  private var edge: RightEdge

  /// Starts where the log had `size` leaves.
  ///
  /// - Throws: `corrupt` where the tiles that covered these leaves do not have the root `root`;
  ///   `missing` or `system` where one of them cannot be read.
  /// - Precondition: the log is not smaller now.
  package init(
    _ reader: LogReader<Storage>, from size: UInt64 = 0, root: MerkleHash = .empty
  ) throws(LogError) {
    precondition(size <= reader.checkpoint.size, "a walk starts within its log")
    self.reader = reader
    edge = try RightEdge(of: reader, at: size)
    guard edge.root == root else { throw LogError(.corrupt, "the first \(size) leaves") }
  }

  /// The number of leaves that were walked over, or lie before the start.
  package var size: UInt64 { edge.size }

  /// Steps over the entries up to the end of their file.
  ///
  /// - Returns: those of them that can be read and have the hash that the tile above has for them,
  ///   with their indices. Nil at the end, where everything else has been checked as well.
  package mutating func next() -> [(index: UInt64, entry: [UInt8])]? {
    let total = reader.checkpoint.size
    guard size < total else { return nil }
    let tile = Tile.covering(.entries, index: size >> 8, of: total)
    var sound: [(index: UInt64, entry: [UInt8])] = []
    let entries = attempt { [reader] () throws(LogError) in try reader.entries(of: tile) } ?? []
    let known = hashes(of: Tile(.hashes(level: 0), index: tile.index, width: tile.width))
    for position in Int(size & 0xFF)..<tile.width {
      let found = entries.isEmpty ? nil : MerkleHash.leaf(entries[position])
      let expected = known?[position] ?? found
      if let found, found == expected {
        sound.append((size, entries[position]))
      } else if found != nil {
        report("entry \(size) of \(tile.path) has not the hash that the tile above has for it")
      }
      push(expected ?? .empty)
    }
    if size == total { finish() }
    return sound
  }

  /// Adds a leaf. A full tile that is stored otherwise than what lies below it gives, is reported;
  /// the walk goes on with what is stored, so that the damage is reported where it is.
  private mutating func push(_ leaf: MerkleHash) {
    var found: [String] = []
    edge.push(leaf) { [reader] level, index, hashes in
      guard level > 0 else { return }
      found += Self.compare(&hashes, Tile(.hashes(level: level), index: index), of: reader)
    }
    for problem in found { report(problem) }
  }

  /// Compares the tiles that are not full, then the root.
  private mutating func finish() {
    for (level, var hashes) in edge.levels.enumerated() where level > 0 && !hashes.isEmpty {
      let index = size >> UInt64(Tile.height * (level + 1))
      let tile = Tile(.hashes(level: level), index: index, width: hashes.count)
      for problem in Self.compare(&hashes, tile, of: reader) { report(problem) }
    }
    guard problems.isEmpty, edge.root != reader.checkpoint.root else { return }
    report("the root of the tiles is \(edge.root), the checkpoint's \(reader.checkpoint.root)")
  }

  private static func compare(
    _ hashes: inout [MerkleHash], _ tile: Tile, of reader: LogReader<Storage>
  ) -> [String] {
    do throws(LogError) {
      let stored = try reader.hashes(of: tile)
      defer { hashes = stored }
      return stored == hashes ? [] : ["\(tile.path) differs from what lies below it"]
    } catch {
      return ["\(error)"]
    }
  }

  private mutating func hashes(of tile: Tile) -> [MerkleHash]? {
    attempt { [reader] () throws(LogError) in try reader.hashes(of: tile) }
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
    problemCount += 1
    if problems.count < Self.mostProblems { problems.append(problem) }
  }
}
