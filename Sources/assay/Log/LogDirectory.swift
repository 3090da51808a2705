import Content
import Crypto
import Linux
import Provider
import Transparency
import Verification

/// A log's directory, and the keys that the command line names with it.
struct LogDirectory: Sendable {
  static let keyOption = CommandSyntax.Option.value(
    "--key", "FILE", "the log's private key (default: the key “log” of this workspace)")
  static let logKeyOption = CommandSyntax.Option.value(
    "--log-key", "KEY", "the log's public key, “name+id+base64” or a file that holds it")
  private static let largestKeyFile = 4096
  /// How long to wait for another writer; a server of the log never ends, so this must.
  private static let patience: Int64 = 10_000_000
  private static let pause: Int64 = 20_000

  let path: String
  private let arguments: Arguments

  init(_ path: String, _ arguments: Arguments) {
    self.path = path
    self.arguments = arguments
  }

  /// The file of that private key.
  func keyFile(
    _ option: CommandSyntax.Option = keyOption, named name: String = "log"
  ) throws(CommandError) -> String {
    if let file = arguments.value(option.name) { return file }
    return try Workspace(arguments).path + "/keys/\(name).pem"
  }

  /// The private key that `--key` names, or the workspace's; made, with mode 0600, where
  /// `creating` is set and there is none.
  func signingKey(
    _ option: CommandSyntax.Option = keyOption, named name: String = "log", creating: Bool = false
  ) throws(CommandError) -> SigningKey {
    guard let file = arguments.value(option.name) else {
      let workspace = try Workspace(arguments)
      do throws(WorkspaceError) { return try workspace.key(named: name) } catch {
        throw CommandError(error)
      }
    }
    if file.hasPrefix(path.hasSuffix("/") ? path : path + "/") {
      throw .usage(
        "\(option.name) \(file) lies in \(path), which others may read; keep it elsewhere")
    }
    do {
      if creating { try Self.makeKey(at: file) }
      return try KeyFile.signingKey(at: file)
    } catch {
      throw CommandError(.operationalError, "key.unreadable", "\(option.name) \(error)")
    }
  }

  private static func makeKey(at file: String) throws {
    let key = try SigningKey()
    do throws(KeyFileError) {
      try KeyFile.write(key, to: file)
    } catch let error where error.reason == .exists {
      // Whoever has a key already goes on using it.
    }
  }

  /// The directory, locked.
  func writable() throws(CommandError) -> PosixStorage {
    let deadline = Clock.monotonicMicroseconds() + Self.patience
    while true {
      do throws(SystemError) {
        return try PosixStorage(writing: path)
      } catch let error where error.wouldBlock && Clock.monotonicMicroseconds() < deadline {
        Thread.sleep(microseconds: Self.pause)
      } catch {
        let reason =
          error.wouldBlock ? "another process writes it; is it being served?" : "\(error)"
        throw CommandError(.operationalError, "log.unwritable", "\(path): \(reason)")
      }
    }
  }

  /// The log as its files have it; its checkpoint is checked with `--log-key`, else with the private
  /// key.
  func reader() throws(CommandError) -> LogReader<PosixStorage> {
    let storage: PosixStorage
    do throws(SystemError) { storage = try PosixStorage(reading: path) } catch {
      throw CommandError(.operationalError, "log.unreadable", "\(path): \(error)")
    }
    let pinned = try Self.keys(Self.logKeyOption, .log, arguments).first
    let origin = try attempt { () throws(LogError) in try self.origin(storage) }
    let own = pinned == nil ? try signingKey().publicKey : nil
    return try attempt { () throws(LogError) -> LogReader<PosixStorage> in
      let key = pinned ?? own.flatMap { NoteKey(name: origin, role: .log, publicKey: $0) }
      guard let key else { throw LogError(.foreignCheckpoint, "checkpoint") }
      return try LogReader(storage, trusting: key)
    }
  }

  /// The name that the log's checkpoint claims.
  func origin(_ storage: PosixStorage) throws(LogError) -> String {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try storage.read(LogReader<PosixStorage>.checkpointPath)
    } catch {
      throw LogError(error.isNotFound ? .missing : .system(error), "checkpoint")
    }
    guard let note = SignedNote(bytes), let checkpoint = Checkpoint(note.unverifiedText) else {
      throw LogError(.corrupt, "checkpoint")
    }
    return checkpoint.origin
  }
}

extension LogDirectory {
  /// The keys that an option gives, each as text or as a file.
  static func keys(
    _ option: CommandSyntax.Option, _ role: NoteKey.Role, _ arguments: Arguments
  ) throws(CommandError) -> [NoteKey] {
    var keys: [NoteKey] = []
    for value in arguments.values(option.name) {
      let text = NoteKey(value) == nil ? try keyText(in: value, option) : value
      guard let key = NoteKey(text) else {
        throw .usage("\(option.name) \(value): expected “name+id+base64”, or a file that holds it")
      }
      guard key.role == role else {
        throw .usage(
          "\(option.name) \(value) is the key of a \(key.role.noun); expected a \(role.noun)'s")
      }
      keys.append(key)
    }
    return keys
  }

  private static func keyText(
    in file: String, _ option: CommandSyntax.Option
  ) throws(CommandError) -> String {
    do throws(SystemError) {
      let bytes = try FileDescriptor.open(file, .readOnly).readAll(limit: largestKeyFile)
      let text = String(decoding: bytes, as: UTF8.self)
      return text.hasSuffix("\n") ? String(text.dropLast()) : text
    } catch {
      throw CommandError(
        .operationalError, "key.unreadable",
        "\(option.name) \(file) is no key (“name+id+base64”), and no file that can be read: \(error)"
      )
    }
  }
}

extension CommandError {
  /// - Parameter path: the log's directory as the user named it.
  init(_ error: LogError, in path: String) {
    let (status, code): (ExitStatus, String) =
      switch error.code {
      case .corrupt: (.verificationFailed, "log.corrupt")
      case .foreignCheckpoint: (.verificationFailed, "log.foreign-checkpoint")
      case .missing: (.operationalError, "log.missing")
      case .exists: (.usage, "log.exists")
      case .entryTooLarge: (.usage, "log.entry-too-large")
      case .overloaded: (.operationalError, "log.overloaded")
      case .system, .conflict, .stopped, .locked: (.operationalError, "log.failed")
      }
    self.init(status, code, "\(path): \(error)")
  }
}

extension LogDirectory {
  /// Enters records.
  ///
  /// - Returns: the index of the first, and the log as it then is.
  func append(
    _ records: [LogRecord]
  ) throws(CommandError) -> (first: UInt64, reader: LogReader<PosixStorage>) {
    let storage = try writable()
    let key = try signingKey()
    return try attempt { () throws(LogError) -> (UInt64, LogReader<PosixStorage>) in
      let origin = try self.origin(storage)
      var writer = try LogWriter(opening: storage, origin: origin, key: key)
      let indices = try writer.append(records.map(\.canonicalBytes))
      guard let noteKey = NoteKey(name: origin, role: .log, publicKey: key.publicKey) else {
        throw LogError(.foreignCheckpoint, origin)
      }
      return (indices.lowerBound, try LogReader(storage, trusting: noteKey))
    }
  }

  /// Enters a bundle.
  ///
  /// - Returns: the bundle with the proof.
  func entering(_ bundle: Bundle) throws(CommandError) -> Bundle {
    let records = try readable { () throws(VerificationError) in
      try LogRecord.records(of: bundle.bytes)
    }
    let (first, reader) = try append(records)
    let index = first + UInt64(records.count) - 1
    let proof = try attempt { () throws(LogError) in try reader.proof(of: index) }
    return try readable { () throws(VerificationError) in try bundle.entering(proof) }
  }

  private func readable<Value>(
    _ body: () throws(VerificationError) -> Value
  ) throws(CommandError) -> Value {
    do throws(VerificationError) {
      return try body()
    } catch {
      throw CommandError(.operationalError, "document.invalid", "\(path): \(error)")
    }
  }

  /// Runs something that a log may fail at.
  func attempt<Value>(_ body: () throws(LogError) -> Value) throws(CommandError) -> Value {
    do throws(LogError) {
      return try body()
    } catch {
      throw CommandError(error, in: path)
    }
  }
}
