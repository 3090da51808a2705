import Linux
import Sandbox
import Testing

/// Roots are used again; no job may notice.
@Suite struct RootTests {
  let busybox: Busybox

  init() throws {
    busybox = try #require(Busybox.shared, "no launcher or no busybox")
  }

  private func run(_ layer: String, _ script: String) async throws -> Outcome {
    try await busybox.run(
      ExecutionSpecification(
        layers: [layer], command: ["/bin/sh", "-c", script], requirements: Busybox.requirements))
  }

  @Test("A job sees what was added to its layer after earlier jobs had looked there")
  func addition() async throws {
    let layer = "\(busybox.directory)/growing"
    try Busybox.makeRoot(at: layer)
    for _ in 0..<8 {
      #expect(try await run(layer, "ls -d /added /bin").output == "/bin\n")
    }
    try makeDirectories("\(layer)/added")
    for _ in 0..<4 {
      #expect(try await run(layer, "ls -d /added /bin").output == "/added\n/bin\n")
    }
  }

  @Test("A lock that a job leaves behind on a file of its root is gone for every later job")
  func locks() async throws {
    let script = """
      /bin/attacks lock /bin/busybox
      /bin/attacks watch /bin/busybox /none &
      sleep 0.05
      """
    for _ in 0..<8 {
      let outcome = try await run(busybox.layer, script)
      #expect(outcome.output.hasPrefix("success\n"), "\(outcome.output)\(outcome.errors)")
    }
  }
}
