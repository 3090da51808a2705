import Content
import Linux
import Transparency
import Verification

/// `assay log append`: enters bundles and envelopes.
struct LogAppendCommand: Command {
  static let syntax = CommandSyntax(
    words: ["log", "append"], positional: ["LOG", "DOCUMENT…"],
    options: [
      LogDirectory.keyOption,
      .flag("--embed", "write into each bundle the proof that it is in the log"),
    ],
    summary: "enter bundles and signed statements into the log; on return they are durable")

  private let arguments: Arguments

  init(_ arguments: Arguments) {
    self.arguments = arguments
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let log = LogDirectory(arguments.positional[0], arguments)
    var documents: [LoggedDocument] = []
    for path in arguments.positional.dropFirst() { documents.append(try LoggedDocument(at: path)) }
    let appended = try log.append(documents.flatMap(\.records))
    var next = appended.first
    var lines: [JSON] = []
    var text = ""
    for document in documents {
      let index = next + UInt64(document.records.count) - 1
      for record in document.records {
        text += "\(next) \(record.document) \(document.path)\n"
        lines.append(
          .object([
            "index": .integer(Int64(next)), "document": .string(document.path),
            "digest": .string(record.document.description),
          ]))
        next += 1
      }
      if arguments.has("--embed") {
        let proof = try log.attempt { () throws(LogError) in try appended.reader.proof(of: index) }
        try TextFile.replace(document.path, with: try document.adding(proof))
      }
    }
    console.result(
      text,
      json: .object([
        "origin": .string(appended.reader.checkpoint.origin),
        "size": .integer(Int64(appended.reader.checkpoint.size)), "entries": .array(lines),
      ]))
    return .accepted
  }
}
