import Content
import Linux
import Transparency

/// The program beside this one that serves logs and witnesses, and what the command line says of it.
struct LogServer: Sendable {
  private static let program = "assay-log-server"
  private static let standardAddress = "127.0.0.1:7080"

  static let options: [CommandSyntax.Option] = [
    .value(
      "--listen", "ADDRESS",
      "numeric address and port, 0 for any (default: \(standardAddress); put TLS in front of others)"
    ),
    .value("--connections", "NUMBER", "clients at once (default: 1024)"),
    .value("--patience", "SECONDS", "what a client may take for a request (default: 20)"),
  ]

  private let arguments: Arguments
  private let console: Console

  init(_ arguments: Arguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  /// Replaces this process by the server; returns only if that fails.
  func become(
    _ role: LogServiceSettings.Role, directory: String, keyFile: String, queue: Int
  ) throws(CommandError) -> CommandError {
    let text = arguments.value("--listen") ?? Self.standardAddress
    guard let address = InternetEndpoint(text) else {
      throw .usage(
        "--listen is “\(text)”; expected a numeric address and a port, \(Self.standardAddress)")
    }
    let settings = LogServiceSettings(
      role: role, directory: directory, keyFile: keyFile, address: address, queue: queue,
      connections: try Self.number("--connections", arguments, standard: 1024, in: 1...60_000),
      patience: Int64(
        try Self.number("--patience", arguments, standard: 20, in: 1...3600) * 1000),
      isJSON: console.isJSON)
    let failure: SystemError
    do throws(SystemError) {
      let own = try Environment.executablePath()
      let path = Path.directory(of: own) + "/" + Self.program
      failure = CurrentProcess.become(path, [Self.program, settings.json.canonicalText])
    } catch {
      failure = error
    }
    return CommandError(.operationalError, "log.server-missing", "\(failure)")
  }

  static func number(
    _ option: String, _ arguments: Arguments, standard: Int, in range: ClosedRange<Int>
  ) throws(CommandError) -> Int {
    guard let text = arguments.value(option) else { return standard }
    guard let number = Int(text), range.contains(number) else {
      throw .usage(
        "\(option) is “\(text)”; expected a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}
