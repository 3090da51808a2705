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

  @Test(
    "An EROFS image is the job's root, read-only, with devices of ours",
    .enabled(if: ImageArena.isPossible, ImageArena.absence))
  func image() async throws {
    let specification = arena.specification(
      ["/bin/sh", "-c", "cat /proc/self/mountinfo; busybox ls -A /dev /; echo x > /new || exit 7"],
      image: try ImageArena.image.get())
    let outcome = try await arena.run(specification).outcome
    #expect(outcome.termination == .exited(code: 7), "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.contains { $0.contains(" / / ro,nosuid,nodev") && $0.contains("- erofs") })
    #expect(!outcome.output.contains(arena.directory), "\(outcome.output)")
    #expect(lines.contains("urandom"))
    let profile = try arena.sandbox.profile(for: specification)
    #expect(profile.mountTable.hasPrefix("mount / erofs ro,nodev,nosuid\n"))
  }

  @Test(
    "An EROFS image that would lead a mount astray is refused",
    .enabled(if: ImageArena.isPossible, ImageArena.absence),
    arguments: ["dev", "proc", "in", "out", "tmp"])
  func trapInImage(name: String) async throws {
    let image = try ImageArena.make("\(arena.directory)/trap-\(name)") { root in
      try root.removeTree(name)
      try root.makeSymbolicLink(name, to: arena.canary.directory)
    }
    let error = await #expect(throws: SandboxError.self) {
      try await arena.run(
        arena.specification(
          ["/bin/true"], inputs: [.init(name: "a", hostPath: arena.canary.file)], image: image))
    }
    guard case .isolationUnavailable? = error?.code else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try arena.canary.isUntouched())
  }

  @Test("A file that is no image is passed over: the layers are there")
  func noImage() async throws {
    let specification = arena.specification(["/bin/true"], image: arena.canary.file)
    let outcome = try await arena.run(specification).outcome
    #expect(outcome.termination == .exited(code: 0))
    let profile = try arena.sandbox.profile(for: specification)
    #expect(profile.mountTable.hasPrefix("mount / overlay ro,nodev,nosuid\n"))
  }
}
