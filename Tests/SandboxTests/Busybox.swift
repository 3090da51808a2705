import Linux
import Sandbox

/// A sandbox and a root file system with nothing but busybox in it, made once for all tests.
struct Busybox {
  static let shared = try? Busybox()

  let sandbox: Sandbox
  let layer: String
  let directory: String

  init() throws {
    directory = "/tmp/assay-sandbox-tests-\(CurrentProcess.identifier)"
    try makeDirectories(directory)
    layer = "\(directory)/busybox"
    try Self.makeRoot(at: layer)
    sandbox = try Sandbox(launcher: try Self.launcher(), stateDirectory: "\(directory)/state")
  }

  /// Whether this host lets us bound what processes use together.
  static let hasGroups = Privileges.user == 0

  static let requirements = hasGroups ? Requirements.all : .withoutControlGroups

  /// The launcher that was built together with these tests.
  static func launcher() throws -> String {
    if let path = Environment.value(of: "ASSAY_LAUNCHER") { return path }
    let products = try Environment.executablePath().split(separator: "/").dropLast()
    return "/" + products.joined(separator: "/") + "/assay-launcher"
  }

  static func makeRoot(at path: String) throws {
    try makeDirectories("\(path)/bin")
    try makeDirectories("\(path)/etc")
    let program = try FileDescriptor.open("/bin/busybox", .readOnly).readAll(limit: 1 << 24)
    let bin = try FileDescriptor.open("\(path)/bin", [.readOnly, .directory])
    try bin.write(program, to: "busybox", permissions: 0o755, .atomic)
    for name in [
      "sh", "true", "false", "cat", "echo", "id", "ls", "sleep", "dd", "mkdir", "ln", "mkfifo",
      "env", "hostname", "kill", "ps", "touch", "chmod", "yes", "head", "wc", "mount", "readlink",
      "stat", "nc", "seq", "setsid", "mknod", "truncate", "df", "rm", "tail", "test", "tr", "sync",
    ] {
      try bin.makeSymbolicLink(name, to: "busybox")
    }
  }

  func specification(
    _ command: String..., inputs: [ExecutionSpecification.Input] = [], limits: Limits = Limits(),
    environment: [ExecutionSpecification.Variable] = [], workingDirectory: String = "/tmp",
    determinism: DeterminismClass = .standard
  ) -> ExecutionSpecification {
    ExecutionSpecification(
      layers: [layer], command: command, environment: environment,
      workingDirectory: workingDirectory, inputs: inputs, limits: limits,
      determinism: determinism, requirements: Self.requirements)
  }

  /// Runs a job whose output files are of no interest.
  func run(_ specification: ExecutionSpecification) async throws(SandboxError) -> Outcome {
    try await sandbox.run(specification, collecting: Self.ignore)
  }

  private static func ignore(_ file: borrowing OutputFile) throws(SandboxError) {}

  func shell(_ script: String, limits: Limits = Limits()) async throws -> Outcome {
    try await run(specification("/bin/sh", "-c", script, limits: limits))
  }
}

extension Outcome {
  var output: String { String(decoding: stdout, as: UTF8.self) }
  var errors: String { String(decoding: stderr, as: UTF8.self) }
}
