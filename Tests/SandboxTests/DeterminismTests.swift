import Sandbox
import Testing

/// Two strict runs of a job see the same in everything that the class fixes.
@Suite struct DeterminismTests {
  let busybox: Busybox

  init() throws {
    busybox = try #require(Busybox.shared, "no launcher or no busybox")
  }

  private func output(seed: [UInt8], _ command: [String]) async throws -> String {
    let outcome = try await busybox.run(
      ExecutionSpecification(
        layers: [busybox.layer], command: command, determinism: .strict,
        requirements: Busybox.requirements, seed: seed))
    #expect(outcome.termination == .exited(code: 0), "\(outcome.errors)")
    return outcome.output
  }

  private func output(seed: [UInt8], _ script: String) async throws -> String {
    try await output(seed: seed, ["/bin/sh", "-c", script])
  }

  @Test("Whatever a job can learn but for the time of day is the same in two runs")
  func sameTwice() async throws {
    let seed = [UInt8](0..<32)
    let first = try await output(seed: seed, ["/bin/attacks", "print-everything"])
    let second = try await output(seed: seed, ["/bin/attacks", "print-everything"])
    let lines = first.split(separator: "\n")
    for (one, other) in zip(lines, second.split(separator: "\n")) { #expect(one == other) }
    #expect(first == second)
    // That the program did look at all of it.
    for name in [
      "user 1000", "process 2", "addresses", "mapping", "processors 1", "clock", "/tmp/",
      "/dev/null",
      "/dev/urandom 64", "/dev/random 64", "random 256", "child's random 32", "thread's random 32",
      "limit", "PYTHONHASHSEED=0", "OMP_NUM_THREADS=1", "names Linux assay",
      "0x1.",
    ] {
      #expect(first.contains(name), "\(name)")
    }
    #expect(!first.contains("does not"))
    let random = lines.filter { $0.contains("random 32 ") }.compactMap {
      $0.split(separator: " ").last
    }
    #expect(random.count == 6)
    #expect(Set(random).count == 6, "threads and processes have streams of their own")
  }

  @Test("Another job has other random bytes")
  func otherSeed() async throws {
    let command = ["/bin/attacks", "print-everything"]
    func random(_ seed: UInt8) async throws -> Set<Substring> {
      let text = try await output(seed: [UInt8](repeating: seed, count: 32), command)
      return Set(
        text.split(separator: "\n").filter { $0.contains("random ") && !$0.hasPrefix("/dev/") })
    }
    let (one, other) = (try await random(1), try await random(2))
    #expect(one.count == 9)
    #expect(one.isDisjoint(with: other))
  }

  @Test("getrandom answers odd requests as the kernel does, and large ones in part")
  func oddRequests() async throws {
    #expect(
      try await output(seed: [UInt8](0..<32), ["/bin/attacks", "odd-random"])
        == "EINVAL\nEINVAL\nEFAULT\nEFAULT\n0 16 262144\n")
  }

  @Test("Random bytes follow from the seed: ChaCha20 of RFC 8439 with a key of zeros")
  func randomBytes() async throws {
    let script = "head -c 8 /dev/urandom | od -An -tx1"
    // Section A.1, test vector 1.
    #expect(
      try await output(seed: [UInt8](repeating: 0, count: 32), script)
        == " 76 b8 e0 ad a0 f1 3d 90\n")
    let other = try await output(seed: [UInt8](repeating: 1, count: 32), script)
    #expect(other != " 76 b8 e0 ad a0 f1 3d 90\n")
  }

  @Test("The standard class leaves the kernel's random bytes")
  func standardIsRandom() async throws {
    let script = "head -c 16 /dev/urandom | od -An -tx1"
    let first = try await busybox.shell(script).output
    #expect(try await busybox.shell(script).output != first)
  }
}
