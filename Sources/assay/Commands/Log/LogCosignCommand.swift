import Content
import Transparency

/// `assay log cosign`: puts a witness's word below the log's checkpoint.
struct LogCosignCommand: Command {
  static let syntax = CommandSyntax(
    words: ["log", "cosign"], positional: ["LOG", "COSIGNATURE…"],
    options: [
      .value(
        "--witness-key", "KEY", repeatable: true,
        "whose cosignatures they are: “name+id+base64”, or a file that holds it"),
      LogDirectory.keyOption,
    ],
    summary: "add what witnesses answered, checked, to the log's published checkpoint")

  private static let largestAnswer = 4096

  private let arguments: Arguments

  init(_ arguments: Arguments) {
    self.arguments = arguments
  }

  func run(_ console: Console) async throws(CommandError) -> ExitStatus {
    let log = LogDirectory(arguments.positional[0], arguments)
    let witnesses = try LogDirectory.keys(Self.syntax.options[0], .witness, arguments)
    guard !witnesses.isEmpty else { throw .usage("--witness-key is missing: the witness's key") }
    var lines: [UInt8] = []
    for file in arguments.positional.dropFirst() {
      lines += try TextFile.read(file, limit: Self.largestAnswer)
    }
    let storage = try log.writable()
    let key = try log.signingKey()
    let head = try log.attempt { () throws(LogError) -> VerifiedNote in
      var writer = try LogWriter(opening: storage, origin: try log.origin(storage), key: key)
      return try writer.publish(cosignatures: lines, of: witnesses)
    }
    let names = head.keys.filter { $0.role == .witness }.map(\.name).sorted()
    console.result(
      "\(log.path): cosigned by \(names.joined(separator: ", "))\n",
      json: .object(["witnesses": .strings(names)]))
    return .accepted
  }
}
