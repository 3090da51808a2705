import Linux
import Sandbox
import Testing

@Suite struct SandboxTests {
  @Test func runsTrue() async throws {
    let busybox = try #require(Busybox.shared)
    let outcome = try await busybox.run(busybox.specification("/bin/true"))
    #expect(outcome.termination == .exited(code: 0))
    print(outcome)
  }
}
