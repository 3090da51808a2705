package import Transparency

/// What an audit did with a log.
package struct LogSummary: Sendable {
  /// The head that everything was compared with.
  package let head: AuditRun.Head
  package let key: NoteKey
  /// Entries that an earlier audit had verified, and that were not read again.
  package internal(set) var knownSize: UInt64
  /// Entries that were read and verified.
  package internal(set) var walked: UInt64 = 0
  /// By what they record.
  package internal(set) var statements = 0
  package internal(set) var bundles = 0
  /// Whether everything that the head covers held.
  package internal(set) var isIntact = false
}
