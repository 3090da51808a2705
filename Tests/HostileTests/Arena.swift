import Linux
import Sandbox
import TestSupport

/// A sandbox, a root file system with the attack programs, and things on the host that no job may
/// touch.
struct Arena {
  /// One for all tests.
  static let shared = Result { try Arena() }

  let sandbox: Sandbox
  /// A directory that everybody may enter, emptied at every start.
  let directory: String
  let layer: String
  let canary: HostCanary

  init() throws {
    directory = try Self.freshDirectory()
    layer = "\(directory)/root"
    try Self.makeRoot(at: layer)
    canary = try HostCanary(in: directory)
    sandbox = try Sandbox(
      launcher: try Program(named: "assay-launcher").path, stateDirectory: "\(directory)/state")
  }

  /// Whether this host lets us bound what processes use together.
  static let hasGroups = Sandbox.availability().allSatisfy {
    $0.available || !Layer.controlGroupLayers.contains($0.layer)
  }

  static let requirements = hasGroups ? Requirements.all : .withoutControlGroups

  /// Nothing ends with the test process that could remove it, so the next run does.
  private static func freshDirectory() throws -> String {
    let hash = try Program(named: "attacks").path.utf8.reduce(UInt64(5381)) {
      $0 &* 33 &+ UInt64($1)
    }
    let name = "assay-hostile-\(Privileges.user)-\(String(hash, radix: 36))"
    let parent = try FileDescriptor.open("/tmp", [.readOnly, .directory])
    if try parent.entries().contains(name) { try parent.removeTree(name) }
    try parent.makeDirectory(name)
    return "/tmp/\(name)"
  }

  static func makeRoot(at path: String) throws {
    for name in ["bin", "etc"] { try makeDirectories("\(path)/\(name)") }
    let bin = try FileDescriptor.open("\(path)/bin", [.readOnly, .directory])
    for (name, source) in [
      ("busybox", "/bin/busybox"), ("attacks", try Program(named: "attacks").path),
    ] {
      try bin.write(try Repository.bytes(at: source), to: name, permissions: 0o755, .atomic)
    }
    for name in ["sh", "true", "cat", "head", "sleep", "yes", "ls", "mkdir", "ln", "mkfifo", "seq"]
    {
      try bin.makeSymbolicLink(name, to: "busybox")
    }
  }

  func specification(
    _ command: [String], inputs: [ExecutionSpecification.Input] = [], limits: Limits = Limits(),
    layer: String? = nil, image: String? = nil, workingDirectory: String = "/tmp",
    requirements: Requirements = Self.requirements
  ) -> ExecutionSpecification {
    ExecutionSpecification(
      layers: [layer ?? self.layer], image: image, command: command,
      workingDirectory: workingDirectory,
      inputs: inputs, limits: limits, requirements: requirements)
  }

  /// Runs a job and keeps the files that it leaves, by path.
  func run(
    _ specification: ExecutionSpecification
  ) async throws(SandboxError) -> (outcome: Outcome, files: [String: String]) {
    let collected = Collected()
    let outcome = try await sandbox.run(specification, collecting: collected.add)
    return (outcome, collected.files)
  }
}

extension Outcome {
  var output: String { String(decoding: stdout, as: UTF8.self) }
  var errors: String { String(decoding: stderr, as: UTF8.self) }
}
