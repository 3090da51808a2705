package import Content
package import Transparency

/// What an audit remembers for the next one: the head of the log that it verified, whole with its
/// signatures, so that a log that forgets it can be convicted; and what the log had entered by then.
///
/// As a file: canonical JSON in one line (`{"checkpoint":"<signed note>","digest":"sha256:…",
/// "key":"<verifier key>","newest":"<time>","schema":"urn:assay:schema:audit-state:v1","seen":2}`), then as many
/// entries of the index as `seen` says, whose digest is `digest`.
package struct AuditState: Sendable, Equatable {
  package static let schema = "urn:assay:schema:audit-state:v1"
  /// Enough for twelve million entries.
  package static let largest = 640 << 20
  private static let largestHeader = 2 << 20
  private static let mostSeen = Int64(largest / SeenIndex.entryByteCount)

  /// The log's.
  package let key: NoteKey
  /// Signed by `key`.
  package let note: SignedNote
  package let checkpoint: Checkpoint
  package let seen: SeenIndex
  /// The newest time that an entry spoke of; nil where none did.
  package let newest: Timestamp?

  /// Nil where the note is no checkpoint of the key's log.
  package init?(key: NoteKey, note: SignedNote, seen: SeenIndex, newest: Timestamp?) {
    guard key.role == .log, case .verified(let verified) = note.verify(trusting: [key]),
      let checkpoint = Checkpoint(verified.text),
      checkpoint.origin.utf8.elementsEqual(key.name.utf8)
    else { return nil }
    self.key = key
    self.note = note
    self.checkpoint = checkpoint
    self.seen = seen
    self.newest = newest
  }

  /// The file.
  package var bytes: [UInt8] {
    let tail = seen.bytes
    let header: JSON = .object([
      "schema": .string(Self.schema),
      "key": .string(key.description),
      "checkpoint": .string(String(decoding: note.bytes, as: UTF8.self)),
      "seen": .integer(Int64(seen.count)),
      "digest": .string(Digest(of: tail).description),
      "newest": newest.map { .string($0.description) },
    ])
    return header.canonicalBytes + [UInt8(ascii: "\n")] + tail
  }

  /// Reads a file that `bytes` wrote for the log of `expected`; nil where any log will do.
  package init(parsing bytes: [UInt8], of expected: NoteKey? = nil) throws(AuditError) {
    guard bytes.count <= Self.largest,
      let end = bytes.prefix(Self.largestHeader).firstIndex(of: UInt8(ascii: "\n"))
    else { throw AuditError(.state, "no first line, or too large") }
    let json: JSON
    do throws(JSONError) {
      json = try JSON(parsingCanonical: Array(bytes[..<end]), limits: JSON.Limits(depth: 2))
    } catch {
      throw AuditError(.state, "\(error)")
    }
    let header: Header
    do throws(FieldError) { header = try Header(reading: JSONField(json)) } catch {
      throw AuditError(.state, "\(error)")
    }
    if let expected, header.key != expected {
      throw AuditError(.foreignState, "found \(header.key), expected \(expected)")
    }
    let tail = bytes[(end + 1)...]
    guard tail.count == Int(header.seen) * SeenIndex.entryByteCount,
      Digest(of: Array(tail)) == header.digest
    else { throw AuditError(.state, "the index is not what the first line says") }
    guard let seen = SeenIndex(tail) else {
      throw AuditError(.state, "the index is not in order")
    }
    guard
      let state = AuditState(key: header.key, note: header.note, seen: seen, newest: header.newest)
    else {
      throw AuditError(.state, "the checkpoint is not signed by the log that it is kept for")
    }
    self = state
  }

  private struct Header {
    let key: NoteKey
    let note: SignedNote
    let seen: Int64
    let digest: Digest
    let newest: Timestamp?

    init(reading field: JSONField) throws(FieldError) {
      let members = try field.object(
        "schema", "key", "checkpoint", "seen", "digest", "newest")
      guard try members["schema"].string() == AuditState.schema else {
        throw members["schema"].expected("“\(AuditState.schema)”")
      }
      key = try members["key"].noteKey()
      note = try members["checkpoint"].signedNote()
      seen = try members["seen"].integer(in: 0...AuditState.mostSeen)
      digest = try members["digest"].digest()
      newest = try members["newest"].optional { field throws(FieldError) in
        try field.timestamp()
      }
    }
  }
}
