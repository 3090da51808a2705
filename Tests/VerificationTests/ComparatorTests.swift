import Attestation
import Content
import Crypto
import Jobs
import Testing
import Verification

/// What the comparison by digest looks at, and what not.
@Suite struct ComparatorTests {
  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let agrees: Bool
    let make: @Sendable (inout Draft) -> Void
  }

  static let changes = [
    Change(testDescription: "stdout", agrees: false) {
      $0.outputs["stdout"] = Fixture.digest("other")
    },
    Change(testDescription: "stderr", agrees: false) {
      $0.outputs["stderr"] = Fixture.digest("other")
    },
    Change(testDescription: "a file", agrees: false) {
      $0.outputs["out/c.npy"] = Fixture.digest("other")
    },
    Change(testDescription: "one more file", agrees: false) {
      $0.outputs["out/logs/x"] = Fixture.digest("x")
    },
    Change(testDescription: "exit code", agrees: false) { $0.termination = .exited(code: 3) },
    Change(testDescription: "signal", agrees: false) { $0.termination = .signalled(signal: 11) },
    Change(testDescription: "usage", agrees: true) { $0.wallMicroseconds += 1 },
    Change(testDescription: "time", agrees: true) { $0.finishedAt = $0.startedAt },
    Change(testDescription: "platform", agrees: true) { $0.kernel = "6.9.9" },
  ]

  @Test("Terminations and output digests are compared, and nothing else", arguments: changes)
  func compared(change: Change) throws {
    let fixture = try Fixture()
    let verdict = fixture.verdict([
      try fixture.replica(1), try fixture.replica(2),
      try fixture.replica(3) { change.make(&$0) },
    ])
    #expect(verdict.votes == (change.agrees ? 3 : 2))
  }

  @Test(
    "An agreed failure is an accepted verdict about a job that failed",
    arguments: [Termination.exited(code: 3), .signalled(signal: 11)])
  func agreedFailure(termination: Termination) throws {
    let fixture = try Fixture()
    let verdict = fixture.verdict(
      try (1...3).map { try fixture.replica($0) { $0.termination = termination } })
    let result = try #require(verdict.result)
    #expect(!result.isSuccess)
    #expect(result.termination == termination)
    #expect(result.outputs.count == 3)
    #expect(verdict.votes == 3)
  }

  @Test(
    "Who reached the same limit agrees, whatever had been written by then",
    arguments: Termination.Limit.allCases)
  func agreedLimit(limit: Termination.Limit) throws {
    let fixture = try Fixture()
    let verdict = fixture.verdict(
      try (1...3).map { provider in
        try fixture.replica(provider) {
          $0.termination = .limit(limit)
          $0.outputs["stdout"] = Fixture.digest("\(provider)")
        }
      })
    let result = try #require(verdict.result)
    #expect(!result.isSuccess)
    #expect(result.outputs.isEmpty)
    #expect(verdict.votes == 3)
  }

  @Test("Two different limits do not agree")
  func differentLimits() throws {
    let fixture = try Fixture()
    let limits: [Termination.Limit] = [.memory, .wallTime, .pids]
    let verdict = fixture.verdict(
      try zip(UInt8(1)..., limits).map { provider, limit in
        try fixture.replica(provider) { $0.termination = .limit(limit) }
      })
    #expect(verdict.status == .inconclusive(.noQuorumYet))
  }
}
