package import Linux

/// Why a log could not be read or written.
package struct LogError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Code: Equatable, Sendable {
    /// The system failed; after a failed write it is not known what is durable, so that the writer
    /// does not go on.
    case system(SystemError)
    /// A file does not hold what its name and the checkpoint say.
    case corrupt
    /// The checkpoint is not signed by the log's key, or is another log's.
    case foreignCheckpoint
    /// There is no log.
    case missing
    /// There is a log already.
    case exists
    /// An entry has more than 65,535 bytes.
    case entryTooLarge
    /// Somebody else published a checkpoint while this writer held the log.
    case conflict
    /// More entries wait than the sequencer takes; try again later.
    case overloaded
    /// Another process writes the log.
    case locked
    /// An earlier write failed; open the log again.
    case stopped
  }

  package let code: Code
  /// The file, below the log's directory, or what else is meant.
  package let subject: String

  package init(_ code: Code, _ subject: String) {
    self.code = code
    self.subject = subject
  }

  package var description: String {
    switch code {
    case .system(let error): "log: \(error)"
    case .corrupt: "log: \(subject) does not hold what the checkpoint covers; run fsck"
    case .foreignCheckpoint: "log: \(subject) is not signed by this log's key"
    case .missing: "log: \(subject) is missing; is this the directory of a log?"
    case .exists: "log: \(subject) exists already"
    case .entryTooLarge: "log: \(subject); log a digest instead"
    case .conflict: "log: \(subject) was changed by somebody else"
    case .overloaded: "log: \(subject); try again later"
    case .locked: "log: another process writes \(subject)"
    case .stopped: "log: stopped after a failed write; open it again"
    }
  }
}
