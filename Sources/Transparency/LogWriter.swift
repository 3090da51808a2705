package import Crypto
import Linux

/// The one writer of a log: takes batches of entries, and answers when they are durable and covered
/// by a published checkpoint.
///
/// A checkpoint is published only after all that it covers is durable. Any failure on the way stops
/// the writer for good, since it is then not known what is durable; opening the log again finds out.
package struct LogWriter<Storage: LogStorage>: Sendable {
  private let storage: Storage
  private let origin: String
  private let key: SigningKey
  private var edge: RightEdge
  /// The checkpoint file as this writer last read or wrote it.
  private(set) var published: [UInt8]
  private var isStopped = false

  /// The number of entries that are published.
  package var size: UInt64 { edge.size }

  /// Creates an empty log, named `origin`, whose checkpoints `key` signs.
  package init(creating storage: Storage, origin: String, key: SigningKey) throws(LogError) {
    self.storage = storage
    self.origin = origin
    self.key = key
    edge = RightEdge()
    let path = LogReader<Storage>.checkpointPath
    do throws(SystemError) {
      _ = try storage.read(path)
    } catch {
      guard error.isNotFound else { throw LogError(.system(error), path) }
      published = []
      try publish(edge)
      return
    }
    throw LogError(.exists, path)
  }

  /// Opens a log, and refuses it unless the tiles at its end have the root that was published.
  package init(opening storage: Storage, origin: String, key: SigningKey) throws(LogError) {
    guard let noteKey = NoteKey(name: origin, role: .log, publicKey: key.publicKey) else {
      throw LogError(.foreignCheckpoint, origin)
    }
    let reader = try LogReader(storage, trusting: noteKey)
    self.storage = storage
    self.origin = origin
    self.key = key
    edge = try RightEdge(of: reader)
    published = reader.note.bytes
    guard edge.root == reader.checkpoint.root else {
      throw LogError(.corrupt, LogReader<Storage>.checkpointPath)
    }
  }

  /// Adds entries; on return they are durable and published.
  ///
  /// - Returns: their indices.
  package mutating func append(_ entries: [[UInt8]]) throws(LogError) -> Range<UInt64> {
    guard !isStopped else { throw LogError(.stopped, origin) }
    for entry in entries where entry.count > EntryBundle.largestEntry {
      throw LogError(.entryTooLarge, "an entry has \(entry.count) bytes, at most 65,535 are taken")
    }
    let first = edge.size
    guard !entries.isEmpty else { return first..<first }
    var grown = edge
    let files = grown.append(entries)
    isStopped = true
    do throws(SystemError) {
      try storage.commit(files)
    } catch {
      throw LogError(.system(error), error.subject ?? "")
    }
    try publish(grown)
    isStopped = true
    try removePartialTiles(since: first)
    isStopped = false
    return first..<edge.size
  }

  /// Signs and publishes the head of `grown`, if the last one is still in place.
  private mutating func publish(_ grown: RightEdge) throws(LogError) {
    let checkpoint = Checkpoint(origin: origin, size: grown.size, root: grown.root)
    guard let note = SignedNote.sign(checkpoint.text, as: origin, with: key) else {
      throw LogError(.foreignCheckpoint, origin)
    }
    try replace(with: note.bytes)
    edge = grown
  }

  /// Puts `bytes` in the place of the checkpoint that was published last, if that is still there.
  mutating func replace(with bytes: [UInt8]) throws(LogError) {
    let path = LogReader<Storage>.checkpointPath
    var isUnchanged = true
    isStopped = true
    do throws(SystemError) {
      if !published.isEmpty { isUnchanged = try storage.read(path) == published }
      if isUnchanged { try storage.commit([LogFile(path: path, bytes: bytes)]) }
    } catch {
      throw LogError(.system(error), path)
    }
    guard isUnchanged else { throw LogError(.conflict, path) }
    isStopped = false
    published = bytes
  }

  /// Partial tiles are of no more use once the full one is published.
  private func removePartialTiles(since first: UInt64) throws(LogError) {
    for tile in Tile.tiles(from: first, to: edge.size) where tile.isFull {
      let path = tile.fullPath + ".p"
      do throws(SystemError) {
        try storage.remove(path)
      } catch {
        throw LogError(.system(error), path)
      }
    }
  }
}
