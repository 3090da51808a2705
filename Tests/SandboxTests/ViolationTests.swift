import LaunchProtocol
import Linux
import Sandbox
import TestSupport
import Testing

/// Jobs that ask for what the filter refuses, with somebody who counts.
@Suite struct ViolationTests {
  let busybox: Busybox

  init() throws {
    busybox = try #require(Busybox.shared, "no launcher or no busybox")
  }

  private func specification(
    _ command: [String], limits: Limits = Limits(), determinism: DeterminismClass = .standard,
    recorded: Bool = true
  ) -> ExecutionSpecification {
    ExecutionSpecification(
      layers: [busybox.layer], command: command, limits: limits, determinism: determinism,
      requirements: Busybox.requirements, recordsViolations: recorded)
  }

  @Test(
    "Refused calls are told by name and count, and fail as they do otherwise",
    arguments: [DeterminismClass.standard, .strict])
  func counts(determinism: DeterminismClass) async throws {
    let script = """
      for i in 1 2 3; do attacks call ptrace-traceme; done
      attacks call mount; attacks call number-1000; attacks call clone-user; attacks call bpf & wait
      """
    let recorded = try await busybox.run(
      specification(["/bin/sh", "-c", script], determinism: determinism))
    let plain = try await busybox.run(
      specification(["/bin/sh", "-c", script], determinism: determinism, recorded: false))
    #expect(recorded.output == "EPERM\nEPERM\nEPERM\nEPERM\nENOSYS\nEPERM\nEPERM\n")
    #expect(plain.output == recorded.output)
    #expect(plain.violations == nil)
    #expect(
      recorded.violations == [
        Violation(call: "bpf", count: 1), Violation(call: "clone", count: 1),
        Violation(call: "mount", count: 1), Violation(call: "number 1000", count: 1),
        Violation(call: "ptrace", count: 3),
      ])
  }

  @Test("A job that is refused nothing has an empty record, and the profile says that it was kept")
  func nothing() async throws {
    let recorded = specification(["/bin/true"])
    #expect(try await busybox.run(recorded).violations == [])
    let profile = try busybox.sandbox.profile(for: recorded)
    let plain = try busybox.sandbox.profile(for: specification(["/bin/true"], recorded: false))
    #expect(profile.text != plain.text)
    #expect(profile.filter != plain.filter)
  }

  @Test("Calls by other interfaces still kill, and are told as far as the end shows them")
  func otherArchitecture() async throws {
    let outcome = try await busybox.run(specification(["/bin/attacks", "call-as-i386"]))
    #expect(outcome.termination == .signalled(31))
    #expect(outcome.violations == [Violation(call: "other architecture", count: 1)])
  }

  @Test("However many calls a job makes up, the record stays short and complete")
  func bounded() async throws {
    let outcome = try await busybox.run(
      specification(["/bin/attacks", "call-many", "3000", "300"]))
    #expect(outcome.output == "all refused\n")
    let violations = try #require(outcome.violations)
    #expect(violations.count == 65)
    #expect(violations.reduce(0) { $0 + $1.count } == 3000)
    #expect(violations.contains { $0 == Violation(call: "other calls", count: 10 * (300 - 64)) })
  }

  @Test("A job that does nothing but be refused is ended by its limits like any other")
  func endless() async throws {
    let script = "while true; do attacks call-many 1000000 1; done"
    let outcome = try await busybox.run(
      specification(["/bin/sh", "-c", script], limits: Limits(wallMilliseconds: 300)))
    #expect(outcome.termination == .limit(.wallTime))
  }

  @Test(
    "What a recording filter tells of, the plain one refuses with the same error, and nothing else",
    arguments: [SystemCallPolicy.standard, .strict, .standard.withStreamSockets])
  func sameWord(policy: SystemCallPolicy) throws {
    let plain = try #require(FilterProgram(try policy.compiled()))
    let recording = plain.notifyingOfRefusals
    #expect(recording.bytes.count == plain.bytes.count)
    var generator = SeededGenerator()
    var refusals = 0
    for number in UInt32(0)..<1000 {
      for architecture: UInt32 in [0xC000_003E, 0x4000_0003] {
        for round in 0..<8 {
          let call = SystemCallData(
            number: number, architecture: architecture, instructionPointer: 0,
            arguments: (0..<6).map { _ in
              round == 0 ? 0 : .random(in: 0...(round < 4 ? 64 : .max), using: &generator)
            })
          let answer = try #require(plain.answer(to: call), "seed \(generator.seed)")
          if answer & 0xFFFF_0000 == 0x0005_0000 {
            refusals += 1
            #expect(recording.notifiedError(of: call) == Int32(answer & 0xFFFF))
          } else {
            #expect(recording.answer(to: call) == answer)
          }
        }
      }
    }
    #expect(refusals > 1000)
  }
}
