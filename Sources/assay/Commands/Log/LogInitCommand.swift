import Content
import Crypto
import Linux
import Transparency

/// `assay log init`: an empty log and its key.
struct LogInitCommand: Command {
  static let syntax = CommandSyntax(
    words: ["log", "init"], positional: ["LOG"],
    options: [
      .value("--origin", "NAME", "the log's name for ever, for example example.com/log"),
      .value(
        "--key", "FILE",
        "the log's private key, made with mode 0600 if missing (default: the workspace's “log”)"),
      .value("--export", "FILE", "write the public key, “name+id+base64”, to a new file"),
    ],
    summary: "make an empty transparency log in the directory LOG; print its public key")

  private let arguments: Arguments
  private let origin: String

  init(_ arguments: Arguments) throws(CommandError) {
    self.arguments = arguments
    guard let origin = arguments.value("--origin") else {
      throw .usage("--origin is missing: the log's name, for example --origin example.com/log")
    }
    self.origin = origin
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let log = LogDirectory(arguments.positional[0], arguments)
    let key = try log.signingKey(creating: true)
    guard let noteKey = NoteKey(name: origin, role: .log, publicKey: key.publicKey) else {
      throw .usage("--origin is “\(origin)”; expected a name without white space and “+”")
    }
    let storage = try log.writable()
    do throws(LogError) {
      _ = try LogWriter(creating: storage, origin: origin, key: key)
    } catch {
      throw CommandError(error, in: log.path)
    }
    if let file = arguments.value("--export") { try TextFile.create("\(noteKey)\n", at: file) }
    console.result(
      "\(noteKey)\n",
      json: .object([
        "log": .string(log.path), "origin": .string(origin), "key": .string(noteKey.description),
      ]))
    return .accepted
  }
}
