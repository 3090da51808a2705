import Transparency

/// `assay log serve`: a log over HTTP.
struct LogServeCommand: Command {
  static let syntax = CommandSyntax(
    words: ["log", "serve"], positional: ["LOG"],
    options: [
      LogDirectory.keyOption,
      .value(
        "--queue", "NUMBER", "entries that may wait to be written (default: 65536); then 503"),
    ] + LogServer.options,
    summary: "answer POST /append, and serve checkpoint, tiles and proofs, until SIGTERM")

  private let arguments: Arguments

  init(_ arguments: Arguments) {
    self.arguments = arguments
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let log = LogDirectory(arguments.positional[0], arguments)
    // Whatever is wrong with the key or the log is said here, in the words of every other command.
    let reader = try log.reader()
    _ = try log.signingKey()
    throw try LogServer(arguments, console).become(
      .log(origin: reader.checkpoint.origin), directory: log.path, keyFile: try log.keyFile(),
      queue: try LogServer.number("--queue", arguments, standard: 65_536, in: 1...(1 << 20)))
  }
}
