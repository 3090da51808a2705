import Linux
import Sandbox
import TestSupport
import Testing

/// Root file systems that were built to lead the sandbox astray while it sets up a job.
@Suite(.serialized) struct ImageRootTests {
  let arena: Arena

  init() throws {
    arena = try Arena.shared.get()
  }

  /// Something in the image where the sandbox mounts its own: a link, or nil for a plain file.
  struct Trap: Sendable {
    let path: String
    let target: String?
  }

  static let traps =
    ["dev", "proc", "in", "out", "tmp"].flatMap { name in
      ["/", "/etc", "..", "/proc/self/root", "HOST", nil].map { Trap(path: name, target: $0) }
    }
    + ["dev/null", "dev/zero", "dev/shm", "dev/urandom", "dev/fd", "proc/self"].flatMap { name in
      ["/etc", "HOST/canary", nil].map { Trap(path: name, target: $0) }
    }

  @Test("25: Whatever an image has in the places of our mounts, the mounts win", arguments: traps)
  func trap(_ trap: Trap) async throws {
    let layer = "\(arena.directory)/trap"
    let parent = try FileDescriptor.open(arena.directory, [.readOnly, .directory])
    if try parent.entries().contains("trap") { try parent.removeTree("trap") }
    try Arena.makeRoot(at: layer)
    let root = try FileDescriptor.open(layer, [.readOnly, .directory])
    if trap.path.contains("/") {
      try root.makeDirectory(String(trap.path.prefix { $0 != "/" }))
    }
    if let target = trap.target {
      try root.makeSymbolicLink(
        trap.path, to: target.replacing("HOST", with: arena.canary.directory))
    } else {
      _ = try root.open(trap.path, [.writeOnly, .create])
    }
    let script = """
      for place in /tmp /out /dev/shm; do echo mine > $place/x || exit 1; done
      echo x > /dev/null && test -c /dev/null -a -c /dev/zero -a -c /dev/urandom || exit 2
      test -e /proc/self/status -a ! -e /proc/sys || exit 3
      cat /in/a
      """
    let (outcome, files) = try await arena.run(
      arena.specification(
        ["/bin/sh", "-c", script],
        inputs: [.init(name: "a", hostPath: arena.canary.file)], layer: layer))
    #expect(outcome.termination == .exited(code: 0), "\(outcome.errors)")
    #expect(outcome.output == "untouched")
    #expect(files == ["x": "mine\n"])
    #expect(try arena.canary.isUntouched())
    #expect(try root.open("etc", [.readOnly, .directory]).entries().isEmpty)
  }
}
