import Linux

/// A log as its files have it, below one verified checkpoint.
package struct LogReader<Storage: LogStorage>: Sendable {
  package static var checkpointPath: String { "checkpoint" }

  package let storage: Storage
  /// Verified to be signed by the log's key.
  package let checkpoint: Checkpoint
  /// The file that it was read from.
  package let note: SignedNote

  /// Reads the published checkpoint and checks that `key` signed it for the log of that name.
  package init(_ storage: Storage, trusting key: NoteKey) throws(LogError) {
    self.storage = storage
    let path = Self.checkpointPath
    let bytes = try Self.read(path, of: storage)
    guard let note = SignedNote(bytes), case .verified(let verified) = note.verify(trusting: [key]),
      let checkpoint = Checkpoint(verified.text),
      checkpoint.origin.utf8.elementsEqual(key.name.utf8)
    else { throw LogError(.foreignCheckpoint, path) }
    self.note = note
    self.checkpoint = checkpoint
  }

  /// The hashes of a tile, or of the full one in its place once that exists.
  package func hashes(of tile: Tile) throws(LogError) -> [MerkleHash] {
    let bytes = try read(tile, unit: MerkleHash.byteCount)
    return stride(from: 0, to: tile.width * MerkleHash.byteCount, by: MerkleHash.byteCount)
      .compactMap { MerkleHash(bytes[$0..<($0 + MerkleHash.byteCount)]) }
  }

  /// The entries of a tile, or as many of the full one in its place.
  package func entries(of tile: Tile) throws(LogError) -> [[UInt8]] {
    do throws(LogError) {
      let bytes = try Self.read(tile.path, of: storage)
      guard let entries = EntryBundle.entries(in: bytes, count: tile.width) else {
        throw LogError(.corrupt, tile.path)
      }
      return entries
    } catch let error where error.code == .missing && !tile.isFull {
      let full = try entries(of: Tile(.entries, index: tile.index))
      return Array(full.prefix(tile.width))
    }
  }

  /// Reads hashes of the tree of the checkpoint.
  package func tiles() -> TileReader<LogError> {
    TileReader(size: checkpoint.size) { tile throws(LogError) in try hashes(of: tile) }
  }

  private func read(_ tile: Tile, unit: Int) throws(LogError) -> [UInt8] {
    var path = tile.path
    var bytes: [UInt8]
    var width = tile.width
    do throws(LogError) {
      bytes = try Self.read(path, of: storage)
    } catch let error where error.code == .missing && !tile.isFull {
      path = tile.fullPath
      bytes = try Self.read(path, of: storage)
      width = Tile.fullWidth
    }
    guard bytes.count == width * unit else { throw LogError(.corrupt, path) }
    return bytes
  }

  private static func read(_ path: String, of storage: Storage) throws(LogError) -> [UInt8] {
    do throws(SystemError) {
      return try storage.read(path)
    } catch {
      throw LogError(error.isNotFound ? .missing : .system(error), path)
    }
  }
}
