import Cells
import LaunchProtocol
import Linux
import Sandbox

/// One command in one sandbox, for a caller who wants nothing else: no store, no provider, no
/// statement, no cells kept ready for others, and no other program to make the one that it needs.
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

  static func main() {
    completeStandardStreams()
    // An ordinary user gets one with the cell.
    let network = try? NetworkBirth()
    CurrentProcess.ignoreBrokenPipes()
    Heap.keepFreed()
    guard let request = OneShotRequest(Environment.arguments) else {
      CurrentProcess.printError(usage)
      CurrentProcess.exit(Status.misused)
    }
    do throws(SandboxError) {
      CurrentProcess.exit(try run(request, network))
    } catch {
      CurrentProcess.printError("assay-sandbox: \(error)\n")
      if case .isolationUnavailable = error.code { CurrentProcess.exit(Status.unavailable) }
      CurrentProcess.exit(Status.failed)
    }
  }

  private static func run(
    _ request: OneShotRequest, _ network: NetworkBirth?
  ) throws(SandboxError) -> Int32 {
    let sandbox = try SingleSandbox(stateDirectory: request.stateDirectory)
    let outcome = try sandbox.run(
      request.specification, making: { makeCell($0, $1, network) },
      collecting: { (_: borrowing OutputFile) throws(SandboxError) in })
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

  /// In `network`, or where that cannot be had, in one that is made with it.
  private static func makeCell(
    _ request: CellRequest, _ descriptors: consuming DescriptorList, _ network: NetworkBirth?
  ) {
    var rest = descriptors
    // The request always comes with a channel.
    guard let channel = rest.take(0), let own = try? CurrentProcess.handle() else { return }
    let isInside = (try? network?.enter()) != nil
    _ = CellBirth(
      request, rest, launcher: own.rawValue, makesNetwork: !isInside, hasDeviceTree: false,
      keepsTimes: false
    ).create(MessageSocket(adopting: channel))
  }

  /// Opens what whoever started us has closed, so that none of our files gets a number that means
  /// something else.
  private static func completeStandardStreams() {
    while let file = try? FileDescriptor.open("/dev/null", .readWrite), file.rawValue <= 2 {
      _ = file.release()
    }
  }
}
