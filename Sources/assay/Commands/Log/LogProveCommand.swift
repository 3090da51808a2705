import Content
import Transparency

/// `assay log prove`: a proof as a file that anybody checks offline.
struct LogProveCommand: Command {
  static let syntax = CommandSyntax(
    words: ["log", "prove"], positional: ["LOG"],
    options: [
      .value("--of", "DOCUMENT", "prove that this bundle or statement is in the log"),
      .value("--index", "NUMBER", "prove that this entry is in the log"),
      .value("--since", "SIZE", "prove that the log has only grown since it had this size"),
      .flag("--embed", "with --of: write the proof into the bundle, too"),
      LogDirectory.logKeyOption, LogDirectory.keyOption,
    ],
    summary: "print a proof: C2SP tlog-proof, or with --since what a witness is asked")

  private let arguments: Arguments

  init(_ arguments: Arguments) throws(CommandError) {
    self.arguments = arguments
    guard ["--of", "--index", "--since"].filter({ arguments.has($0) }).count == 1 else {
      throw .usage("expected one of --of DOCUMENT, --index NUMBER and --since SIZE")
    }
    guard !arguments.has("--embed") || arguments.has("--of") else {
      throw .usage("--embed writes into the bundle that --of names; give --of DOCUMENT")
    }
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let log = LogDirectory(arguments.positional[0], arguments)
    let reader = try log.reader()
    if let size = try number("--since") {
      let request = try log.attempt { () throws(LogError) in
        try reader.witnessRequest(since: size)
      }
      answer(String(decoding: request.bytes, as: UTF8.self), reader, nil, console)
      return .accepted
    }
    let document = try arguments.value("--of").map { path throws(CommandError) in
      try LoggedDocument(at: path)
    }
    var index = try number("--index")
    if let document {
      index = try log.attempt { () throws(LogError) in try reader.lastIndex(of: document.entry) }
    }
    guard let index else {
      throw CommandError(
        .verificationFailed, "log.not-included",
        "\(document?.path ?? "") is not in \(log.path), which has \(reader.checkpoint.size) entries"
      )
    }
    let proof = try log.attempt { () throws(LogError) in try reader.proof(of: index) }
    if let document, arguments.has("--embed") {
      try TextFile.replace(document.path, with: try document.adding(proof))
    }
    answer(String(decoding: proof.bytes, as: UTF8.self), reader, index, console)
    return .accepted
  }

  private func answer(
    _ proof: String, _ reader: LogReader<PosixStorage>, _ index: UInt64?, _ console: Console
  ) {
    console.result(
      proof,
      json: .object([
        "origin": .string(reader.checkpoint.origin),
        "size": .integer(Int64(reader.checkpoint.size)),
        "index": index.map { .integer(Int64($0)) }, "proof": .string(proof),
      ]))
  }

  private func number(_ option: String) throws(CommandError) -> UInt64? {
    guard let text = arguments.value(option) else { return nil }
    guard let number = UInt64(text), number <= UInt64(JSON.largestInteger) else {
      throw .usage("\(option) is “\(text)”; expected a number from 0 on")
    }
    return number
  }
}
