import Content
import Linux
import LogService
import Transparency

/// Serves a log or a witness over HTTP. Started by `assay log serve` and `assay log witness --listen`
/// with its settings as its one argument; a program of its own, so that no other command loads the
/// HTTP library and what that depends on.
@main struct LogServer {
  static func main() {
    CurrentProcess.ignoreBrokenPipes()
    guard CommandLine.arguments.count == 2 else {
      CurrentProcess.printError("assay-log-server is started by: assay log serve LOG\n")
      CurrentProcess.exit(2)
    }
    var isJSON = false
    do {
      let document = try JSON(parsing: Array(CommandLine.arguments[1].utf8))
      let settings = try LogServiceSettings(reading: JSONField(document))
      isJSON = settings.isJSON
      let service = try LogService(settings)
      let address = "http://\(service.address)"
      let result: JSON = .object(["address": .string(address)])
      CurrentProcess.printOutput(
        (isJSON ? result.canonicalText : "listening on \(address)") + "\n")
      try service.run()
      CurrentProcess.exit(0)
    } catch {
      let failure: JSON = .object([
        "error": .object([
          "code": .string("log.failed"), "exitCode": .integer(1), "message": .string("\(error)"),
        ])
      ])
      if isJSON {
        CurrentProcess.printOutput(failure.canonicalText + "\n")
      } else {
        CurrentProcess.printError("error: \(error)\n")
      }
      CurrentProcess.exit(1)
    }
  }
}
