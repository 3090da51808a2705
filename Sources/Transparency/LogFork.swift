package import Content

/// Proof that a log shows different histories: two checkpoints of one size, both signed by its key,
/// with different roots. Anybody can check it, and nobody but the log can have made it.
package struct LogFork: Hashable, Sendable {
  package static let schema = "urn:assay:schema:log-fork:v1"

  package let log: NoteKey
  package let first: SignedNote
  package let second: SignedNote
  /// The size of which there are two heads.
  package let size: UInt64

  /// Nil unless both notes are the log's and contradict each other.
  package init?(_ first: SignedNote, _ second: SignedNote, by log: NoteKey) {
    guard let trust = LogTrust(logs: [log]), case .verified(let one) = trust.check(first),
      case .verified(let other) = trust.check(second),
      one.checkpoint.size == other.checkpoint.size, one.checkpoint.root != other.checkpoint.root
    else { return nil }
    self.log = log
    self.first = first
    self.second = second
    size = one.checkpoint.size
  }

  /// `{"schema":…,"log":"<key>","checkpoints":["<note>","<note>"]}`
  package var json: JSON {
    .object([
      "schema": .string(Self.schema), "log": .string(log.description),
      "checkpoints": .strings(
        [first, second].map { String(decoding: $0.bytes, as: UTF8.self) }),
    ])
  }

  /// Reads what `json` wrote, and checks it: nil where it proves nothing.
  package init?(reading document: JSON) {
    let field = JSONField(document)
    guard let members = try? field.object("schema", "log", "checkpoints"),
      (try? members["schema"].string()) == Self.schema,
      let log = (try? members["log"].string()).flatMap({ NoteKey($0) }),
      let notes = try? members["checkpoints"].elements(atMost: 2), notes.count == 2,
      let first = (try? notes[0].string()).flatMap({ SignedNote(Array($0.utf8)) }),
      let second = (try? notes[1].string()).flatMap({ SignedNote(Array($0.utf8)) })
    else { return nil }
    self.init(first, second, by: log)
  }
}
