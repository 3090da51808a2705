import Linux
import Sandbox

/// One command in one sandbox, for a caller who wants nothing else: no store, no provider, no
/// statement, and no cells kept ready for others.
///
/// usage: `assay-sandbox --state DIR --root DIR [--root DIR]… [--unenforced-limits] -- COMMAND…`
@main struct OneShot {
  static let usage =
    "usage: assay-sandbox --state DIR --root DIR [--root DIR]… [--unenforced-limits] -- COMMAND…\n"

  /// Of the process, where no job has an exit code.
  private enum Status {
    static let failed: Int32 = 125
    static let misused: Int32 = 2
    static let unavailable: Int32 = 5
    /// Added to a signal's number, as shells do.
    static let signalled: Int32 = 128
  }

  static func main() async {
    CurrentProcess.ignoreBrokenPipes()
    guard let request = OneShotRequest(Array(CommandLine.arguments.dropFirst())) else {
      CurrentProcess.printError(usage)
      CurrentProcess.exit(Status.misused)
    }
    do throws(SandboxError) {
      CurrentProcess.exit(try await run(request))
    } catch {
      CurrentProcess.printError("assay-sandbox: \(error)\n")
      if case .isolationUnavailable = error.code { CurrentProcess.exit(Status.unavailable) }
      CurrentProcess.exit(Status.failed)
    }
  }

  private static func run(_ request: OneShotRequest) async throws(SandboxError) -> Int32 {
    let sandbox = try Sandbox(
      launcher: launcher(), stateDirectory: request.stateDirectory, cellsKeptReady: 0)
    defer { sandbox.close() }
    let outcome = try await sandbox.run(request.specification) {
      (_: borrowing OutputFile) throws(SandboxError) in
    }
    do throws(SystemError) {
      try CurrentProcess.write(outcome.stdout, toStream: 1)
      try CurrentProcess.write(outcome.stderr, toStream: 2)
    } catch {
      throw SandboxError(.system, "cannot pass on the command's output", cause: error)
    }
    switch outcome.termination {
    case .exited(let code): return code
    case .signalled(let signal): return Status.signalled + signal
    case .limit(let limit):
      CurrentProcess.printError("assay-sandbox: the command hit its limit of \(limit.rawValue)\n")
      return Status.failed
    }
  }

  /// Beside this executable.
  private static func launcher() throws(SandboxError) -> String {
    do throws(SystemError) {
      let own = try Environment.executablePath()
      return "/\(own.split(separator: "/").dropLast().joined(separator: "/"))/assay-launcher"
    } catch {
      throw SandboxError(.system, "cannot find the launcher", cause: error)
    }
  }
}
