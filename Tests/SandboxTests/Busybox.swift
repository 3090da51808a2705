import Linux
import Sandbox
import TestSupport

/// A sandbox and a root file system with nothing but busybox in it, made once for all tests.
struct Busybox {
  static let shared = try? Busybox()

  let sandbox: Sandbox
  let layer: String
  let directory: String

  init() throws {
    let launcher = try Program(named: "assay-launcher").path
    directory = try Self.freshDirectory(for: launcher)
    layer = "\(directory)/busybox"
    try Self.makeRoot(at: layer)
    sandbox = try Sandbox(launcher: launcher, stateDirectory: "\(directory)/state")
  }

  /// An empty directory of this user and this build; nothing ends with the test process that
  /// could remove it, so the next run does.
  private static func freshDirectory(for launcher: String) throws -> String {
    let hash = launcher.utf8.reduce(UInt64(5381)) { $0 &* 33 &+ UInt64($1) }
    let name = "assay-sandbox-tests-\(Privileges.user)-\(String(hash, radix: 36))"
    let parent = try FileDescriptor.open("/tmp", [.readOnly, .directory])
    if try parent.entries().contains(name) { try parent.removeTree(name) }
    try parent.makeDirectory(name)
    return "/tmp/\(name)"
  }

  /// Whether this host lets us bound what processes use together.
  static let hasGroups = Privileges.user == 0

  static let requirements = hasGroups ? Requirements.all : .withoutControlGroups

  static func makeRoot(at path: String) throws {
    try makeDirectories("\(path)/bin")
    try makeDirectories("\(path)/etc")
    let program = try FileDescriptor.open("/bin/busybox", .readOnly).readAll(limit: 1 << 24)
    let bin = try FileDescriptor.open("\(path)/bin", [.readOnly, .directory])
    try bin.write(program, to: "busybox", permissions: 0o755, .atomic)
    let attacks = try Repository.bytes(at: try Program(named: "attacks").path)
    try bin.write(attacks, to: "attacks", permissions: 0o755, .atomic)
    for name in [
      "sh", "true", "false", "cat", "echo", "id", "ls", "sleep", "dd", "mkdir", "ln", "mkfifo",
      "env", "hostname", "kill", "ps", "touch", "chmod", "yes", "head", "wc", "mount", "readlink",
      "stat", "nc", "seq", "setsid", "mknod", "truncate", "df", "rm", "tail", "test", "tr", "sync",
      "od", "md5sum", "mktemp", "grep",
    ] {
      try bin.makeSymbolicLink(name, to: "busybox")
    }
  }

  func specification(
    _ command: String..., inputs: [ExecutionSpecification.Input] = [], limits: Limits = Limits(),
    environment: [ExecutionSpecification.Variable] = [], workingDirectory: String = "/tmp",
    determinism: DeterminismClass = .standard, network: Network = .none
  ) -> ExecutionSpecification {
    ExecutionSpecification(
      layers: [layer], command: command, environment: environment,
      workingDirectory: workingDirectory, inputs: inputs, limits: limits,
      determinism: determinism, network: network, requirements: Self.requirements)
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
