import Attestation
import Content
import Crypto
import Jobs
import Testing
import Verification

@Suite struct VerdictTests {
  /// What providers 1, 2, 3, … do: an upper-case letter is a result, equal letters are equal
  /// results; `x` answers for another nonce, `e` twice and differently, `t` not in time, `f` not.
  struct Case: Sendable, CustomTestStringConvertible {
    let replies: String
    let redundancy: (replicas: Int, quorum: Int, maximum: Int)
    let status: String
    let votes: Int
    var testDescription: String { "\(replies) of \(redundancy): \(status)" }

    init(_ replies: String, _ redundancy: (Int, Int, Int), _ status: String, votes: Int = 0) {
      self.replies = replies
      self.redundancy = redundancy
      self.status = status
      self.votes = votes
    }
  }

  static let cases = [
    Case("AAA", (3, 2, 5), "A", votes: 3),
    Case("AAB", (3, 2, 5), "A", votes: 2),
    Case("BAA", (3, 2, 5), "A", votes: 2),
    Case("AAx", (3, 2, 5), "A", votes: 2),
    Case("AAe", (3, 2, 5), "A", votes: 2),
    Case("AAt", (3, 2, 5), "A", votes: 2),
    Case("AAf", (3, 2, 5), "A", votes: 2),
    Case("ABC", (3, 2, 5), "no-quorum-yet"),
    Case("Axx", (3, 2, 5), "no-quorum-yet"),
    Case("Aee", (3, 2, 5), "no-quorum-yet"),
    Case("ttt", (3, 2, 5), "no-quorum-yet"),
    Case("ABCA", (3, 2, 5), "A", votes: 2),
    Case("ABCDE", (3, 2, 5), "no-quorum"),
    Case("Atfxe", (3, 2, 5), "no-quorum"),
    Case("AABB", (3, 2, 5), "conflicting-quorums"),
    Case("AABBC", (3, 2, 5), "conflicting-quorums"),
    Case("", (3, 2, 5), "too-few-leases"),
    Case("AA", (3, 2, 5), "too-few-leases"),
    Case("AB", (3, 2, 5), "too-few-leases"),
    Case("A", (1, 1, 1), "A", votes: 1),
    Case("x", (1, 1, 1), "no-quorum"),
    Case("AB", (1, 1, 2), "conflicting-quorums"),
    Case("AAB", (3, 3, 3), "no-quorum"),
    Case("AAAB", (4, 3, 7), "A", votes: 3),
    Case("AABB", (4, 3, 7), "no-quorum-yet"),
  ]

  static func replica(_ fixture: Fixture, _ provider: UInt8, _ reply: Character) throws -> Replica {
    let lease = try fixture.lease(provider)
    switch reply {
    case "t": return Replica(lease: lease, reply: .timedOut)
    case "f": return Replica(lease: lease, reply: .failed("no route"))
    case "x": return try fixture.replica(provider) { $0.nonce[0] ^= 1 }
    case "e":
      let answers = try ["A", "B"].map { text in
        try fixture.answer(provider, to: lease) { $0.outputs["stdout"] = Fixture.digest(text) }
      }
      return Replica(lease: lease, reply: .contradiction(answers[0], answers[1]))
    default:
      return try fixture.replica(provider) { $0.outputs["stdout"] = Fixture.digest("\(reply)") }
    }
  }

  static func replicas(_ fixture: Fixture, _ replies: String) throws -> [Replica] {
    try zip(UInt8(1)..., replies).map { try replica(fixture, $0, $1) }
  }

  @Test("The quorum decides", arguments: cases)
  func quorum(example: Case) throws {
    let (replicas, quorum, maximum) = example.redundancy
    let fixture = try Fixture(replicas: replicas, quorum: quorum, maximum: maximum)
    let verdict = fixture.verdict(try Self.replicas(fixture, example.replies))
    switch verdict.status {
    case .accepted(let claim):
      #expect(claim.digests["stdout"] == Fixture.digest(example.status))
      #expect(claim.isSuccess)
    case .rejected(let refusal): #expect(refusal.rawValue == example.status)
    case .inconclusive(let lack): #expect(lack.rawValue == example.status)
    }
    #expect(verdict.votes == example.votes)
    #expect(verdict.findings.count == example.replies.count)
    #expect(verdict.job == fixture.job.id)
  }

  @Test("Each provider gets its finding")
  func findings() throws {
    let fixture = try Fixture(replicas: 3, quorum: 2, maximum: 7)
    let verdict = fixture.verdict(try Self.replicas(fixture, "AABxetf"))
    let kinds = try "AABxetf".indices.enumerated().map { number, _ in
      let lease = try fixture.lease(UInt8(number + 1))
      return try #require(verdict.findings.first { $0.lease == lease.id }).conclusion.kind
    }
    #expect(
      kinds == [.agreed, .agreed, .deviated, .invalid, .equivocated, .timedOut, .failed])
  }

  @Test("Without an accepted result nobody agrees or deviates")
  func undecided() throws {
    let fixture = try Fixture()
    let verdict = fixture.verdict(try Self.replicas(fixture, "ABC"))
    #expect(verdict.findings.allSatisfy { $0.conclusion == .undecided })
    #expect(verdict.result == nil)
  }

  @Test("A deviation is named, digest against digest")
  func deviation() throws {
    let fixture = try Fixture()
    let wrong = Fixture.digest("wrong")
    let verdict = fixture.verdict([
      try fixture.replica(1), try fixture.replica(2),
      try fixture.replica(3) {
        $0.outputs["out/c.npy"] = wrong
        $0.outputs["out/logs/x"] = wrong
        $0.termination = .exited(code: 1)
      },
    ])
    let conclusions = verdict.findings.map(\.conclusion)
    let deviations = conclusions.compactMap {
      if case .deviated(let deviations) = $0 { deviations.map(\.description) } else { nil }
    }
    #expect(
      deviations == [
        [
          "termination: exited 1 instead of exited 0",
          "trace: step 0 is the first that differs: bytes from 0 of out/c.npy",
          "out/c.npy: \(wrong) instead of \(Fixture.digest("c"))",
          "out/logs/x: \(wrong) instead of nothing",
        ]
      ])
  }

  @Test("The order of replies changes nothing")
  func order() throws {
    let fixture = try Fixture(replicas: 3, quorum: 2, maximum: 5)
    let replicas = try Self.replicas(fixture, "AABxe")
    let verdict = fixture.verdict(replicas)
    var count = 0
    func permute(_ chosen: [Replica], _ rest: [Replica]) {
      if rest.isEmpty {
        #expect(fixture.verdict(chosen) == verdict)
        count += 1
      }
      for (index, next) in rest.enumerated() {
        permute(chosen + [next], rest[..<index] + Array(rest[(index + 1)...]))
      }
    }
    permute([], replicas)
    #expect(count == 120)
  }
}
