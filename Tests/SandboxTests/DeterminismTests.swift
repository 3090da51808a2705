import Sandbox
import Testing

/// Two strict runs of a job see the same in everything that the class fixes.
@Suite struct DeterminismTests {
  let busybox: Busybox

  init() throws {
    busybox = try #require(Busybox.shared, "no launcher or no busybox")
  }

  /// Prints what could differ from run to run, clocks excepted.
  private static let script = """
    env; id; hostname; pwd; umask; echo pid $$
    cat /proc/self/maps; grep -E 'allowed_list' /proc/self/status
    ls -laRi /bin /etc /dev /tmp /out /in; stat -c '%i' /bin/busybox
    head -c 4096 /dev/urandom | md5sum; head -c 4096 /dev/random | md5sum
    """

  private func output(seed: [UInt8], _ script: String = script) async throws -> String {
    let outcome = try await busybox.run(
      ExecutionSpecification(
        layers: [busybox.layer], command: ["/bin/sh", "-c", script], determinism: .strict,
        requirements: Busybox.requirements, seed: seed))
    #expect(outcome.termination == .exited(code: 0), "\(outcome.errors)")
    return Self.withoutTimes(outcome.output)
  }

  /// The directories that are made with the job bear the time at which they were made.
  private static func withoutTimes(_ text: String) -> String {
    text.split(separator: "\n").map { line in
      line.split(separator: " ").filter { word in
        !word.contains(":") || word.contains("/") || word.contains("=")
      }.joined(separator: " ")
    }.joined(separator: "\n")
  }

  @Test("Addresses, environment, user, order, numbers and random bytes are the same in two runs")
  func sameTwice() async throws {
    let seed = [UInt8](0..<32)
    let first = try await output(seed: seed)
    let second = try await output(seed: seed)
    #expect(first == second)
    #expect(first.contains("PYTHONHASHSEED=0"))
    #expect(first.contains("OMP_NUM_THREADS=1"))
  }

  @Test("Random bytes follow from the seed: ChaCha20 of RFC 8439 with a key of zeros")
  func randomBytes() async throws {
    let script = "head -c 8 /dev/urandom | od -An -tx1"
    // Section A.1, test vector 1.
    #expect(
      try await output(seed: [UInt8](repeating: 0, count: 32), script)
        == "76 b8 e0 ad a0 f1 3d 90")
    let other = try await output(seed: [UInt8](repeating: 1, count: 32), script)
    #expect(other != "76 b8 e0 ad a0 f1 3d 90")
  }

  @Test("The standard class leaves the kernel's random bytes")
  func standardIsRandom() async throws {
    let script = "head -c 16 /dev/urandom | od -An -tx1"
    let first = try await busybox.shell(script).output
    #expect(try await busybox.shell(script).output != first)
  }
}
