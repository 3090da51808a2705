import Content
import Linux
import Sandbox

/// A root file system with nothing but busybox in it, which every runtime starts the same job in.
struct BusyboxRoot: Sendable {
  let directory: String
  /// The root file system.
  let path: String
  let launcher: String
  private let programs: String

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Makes it anew beside the running executable.
  init() throws {
    let own = try Environment.executablePath()
    programs = "/" + own.split(separator: "/").dropLast().joined(separator: "/")
    launcher = "\(programs)/assay-launcher"
    directory = "\(programs)/sandbox-benchmark"
    path = "\(directory)/root"
    let parent = try FileDescriptor.open(programs, [.readOnly, .directory])
    if try parent.entries().contains("sandbox-benchmark") {
      try parent.removeTree("sandbox-benchmark")
    }
    for name in ["bin", "dev", "proc", "tmp"] { try makeDirectories("\(path)/\(name)") }
    let program = try FileDescriptor.open("/bin/busybox", .readOnly).readAll(limit: 1 << 24)
    let bin = try FileDescriptor.open("\(path)/bin", [.readOnly, .directory])
    try bin.write(program, to: "busybox", permissions: 0o755, .atomic)
    for name in ["true", "sh", "dd", "sleep"] { try bin.makeSymbolicLink(name, to: "busybox") }
  }

  func startSandbox() throws(SandboxError) -> Sandbox {
    try Sandbox(launcher: launcher, stateDirectory: "\(directory)/state")
  }

  /// Our own program for a single command, from its start to its end.
  var oneShot: Runtime {
    Runtime(
      name: "one-shot sandbox",
      command: [
        "\(programs)/assay-sandbox", "--state", "\(directory)/oneshot", "--root", path, "--",
        "/bin/true",
      ])
  }

  func specification(_ command: String...) -> ExecutionSpecification {
    ExecutionSpecification(layers: [path], command: command)
  }
}

extension Sandbox {
  /// Runs a job that must succeed and leaves nothing.
  func time(_ specification: ExecutionSpecification) async throws -> TimedRun {
    let start = Clock.monotonicNanoseconds()
    let outcome = try await run(specification, collecting: Self.ignore)
    let end = Clock.monotonicNanoseconds()
    guard outcome.termination == .exited(code: 0) else {
      let errors = String(decoding: outcome.stderr, as: UTF8.self)
      throw BusyboxRoot.Failure(
        description: "\(specification.command): \(outcome.termination) \(errors)")
    }
    return TimedRun(outcome: outcome, startNanoseconds: start, endNanoseconds: end)
  }

  private static func ignore(_ file: borrowing OutputFile) throws(SandboxError) {}
}
