import Content
import Crypto
import Linux
import Provider
import Transparency

/// `assay log witness`: vouches that logs only ever grow.
struct LogWitnessCommand: Command {
  static let syntax = CommandSyntax(
    words: ["log", "witness"], positional: ["STATE"],
    options: [
      .value("--name", "NAME", "the witness's name for ever, for example witness.example/w"),
      .value(
        "--log-key", "KEY", repeatable: true,
        "a log that it watches: “name+id+base64”, or a file that holds it"),
      .value(
        "--key", "FILE",
        "the witness's private key, made with mode 0600 if missing (default: the workspace's “witness”)"
      ),
      .value("--export", "FILE", "write the public key, “name+id+base64”, to a new file"),
      .value(
        "--answer", "REQUEST", "answer this one request, a file that `log prove --since` made"),
    ] + LogServer.options,
    summary:
      "cosign logs that continue what was seen before, which is kept in STATE: with --answer "
      + "one request, with --listen over HTTP; with neither, show the key")

  private static let keyOption = syntax.options[2]

  private let arguments: Arguments
  private let name: String
  private let path: String

  init(_ arguments: Arguments) throws(CommandError) {
    self.arguments = arguments
    path = arguments.positional[0]
    guard let name = arguments.value("--name") else {
      throw .usage("--name is missing: the witness's name, for example --name witness.example/w")
    }
    self.name = name
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let state = LogDirectory(path, arguments)
    let key = try state.signingKey(Self.keyOption, named: "witness", creating: true)
    guard let noteKey = NoteKey(name: name, role: .witness, publicKey: key.publicKey) else {
      throw .usage("--name is “\(name)”; expected a name without white space and “+”")
    }
    if let file = arguments.value("--export") { try TextFile.create("\(noteKey)\n", at: file) }
    let logs = try LogDirectory.keys(Self.syntax.options[1], .log, arguments)
    guard !logs.isEmpty else { throw .usage("--log-key is missing: the key of a log to watch") }
    if arguments.has("--listen") {
      throw try LogServer(arguments, console).become(
        .witness(name: name, logs: logs), directory: path,
        keyFile: try state.keyFile(Self.keyOption, named: "witness"), queue: 1)
    }
    guard let request = arguments.value("--answer") else {
      console.result("\(noteKey)\n", json: .object(["key": .string(noteKey.description)]))
      return .accepted
    }
    let bytes = try TextFile.read(request, limit: SignedNote.largest + LogProof.largest)
    let storage = try state.writable()
    var witness = try state.attempt { () throws(LogError) in
      try Witness(storage, name: name, key: key, logs: logs)
    }
    return try report(witness.answer(bytes, at: Self.now), noteKey, console)
  }

  private func report(
    _ answer: WitnessAnswer, _ key: NoteKey, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    switch answer {
    case .cosigned(let cosignature):
      console.result(
        answer.body,
        json: .object([
          "key": .string(key.description), "cosignature": .string(answer.body),
          "time": .integer(Int64(clamping: cosignature.time)),
        ]))
      return .accepted
    case .failed(let error): throw CommandError(error, in: path)
    case .malformed, .unsigned, .unknownLog, .conflict, .inconsistent:
      let seen =
        if case .conflict(let size) = answer { "the witness saw \(size) entries" } else { "" }
      let reason = seen.isEmpty ? String(answer.body.dropLast()) : seen
      throw CommandError(.verificationFailed, "witness.\(answer.status)", "not cosigned: \(reason)")
    }
  }

  /// POSIX seconds.
  private static var now: UInt64 { UInt64(max(0, Clock.wallMilliseconds()) / 1000) }
}
