import Content
import Linux

/// Parses the command line, runs one command, exits with its status.
@main struct Assay {
  static let version = "0.1.0"

  static func main() async {
    CurrentProcess.ignoreBrokenPipes()
    let words = Array(CommandLine.arguments.dropFirst())
    let options = words.prefix { $0 != "--" }
    let console = Console(
      isJSON: options.contains("--json"), isQuiet: options.contains("--quiet"))
    do throws(CommandError) {
      CurrentProcess.exit(try await run(words, console).rawValue)
    } catch {
      console.failure(error)
      CurrentProcess.exit(error.status.rawValue)
    }
  }

  private static func run(
    _ words: [String], _ console: Console
  ) async throws(CommandError) -> ExitStatus {
    switch words.first {
    case nil, "help", "--help", "-h":
      console.text(overview)
      return .accepted
    case "version", "--version":
      console.result("assay \(version)\n", json: .object(["version": .string(version)]))
      return .accepted
    default:
      break
    }
    guard let command = commands.first(where: { words.starts(with: $0.syntax.words) }) else {
      throw .usage("no command “\(words.prefix(2).joined(separator: " "))”; see assay help")
    }
    let rest = words.dropFirst(command.syntax.words.count)
    if rest.prefix(while: { $0 != "--" }).contains("--help") {
      console.text(command.syntax.help)
      return .accepted
    }
    return try await command.init(Arguments(parsing: rest, as: command.syntax)).run(console)
  }

  private static var overview: String {
    let width = commands.map { $0.syntax.words.joined(separator: " ").count }.max() ?? 0
    let lines = commands.map { command in
      let words = command.syntax.words.joined(separator: " ")
      let padding = String(repeating: " ", count: width - words.count + 2)
      return "  \(words)\(padding)\(command.syntax.summary)"
    }
    return """
      assay: run a job on machines that nobody has to trust, and prove that the result is right

      usage: assay COMMAND …          assay COMMAND --help explains one

      \(lines.joined(separator: "\n"))

      exit codes: 0 accepted, 1 operational error, 2 usage or invalid job file,
                  3 verification failed, 4 the job itself failed, 5 isolation unavailable,
                  6 an audit found something

      """
  }
}
