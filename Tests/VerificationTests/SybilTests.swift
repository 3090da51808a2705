import Attestation
import Content
import Crypto
import Jobs
import Testing
import Verification

/// Providers that try to count for more than one, or as somebody else.
@Suite struct SybilTests {
  let fixture: Fixture

  init() throws {
    fixture = try Fixture()
  }

  func wrong(_ provider: UInt8, number: UInt8 = 0) throws -> Replica {
    try fixture.replica(provider, number: number) {
      $0.outputs["out/c.npy"] = Fixture.digest("wrong")
    }
  }

  @Test("Attack 7, counted once: one key with several leases")
  func sameKey() throws {
    let verdict = fixture.verdict([
      try wrong(1), try wrong(1, number: 1), try wrong(1, number: 2), try fixture.replica(2),
    ])
    #expect(verdict.status == .inconclusive(.noQuorumYet))
  }

  @Test("A key that agrees twice counts once, and both of its leases agree")
  func agreesTwice() throws {
    let verdict = fixture.verdict([
      try fixture.replica(1), try fixture.replica(1, number: 1), try fixture.replica(2),
    ])
    #expect(verdict.votes == 2)
    #expect(verdict.findings.map(\.conclusion) == [.agreed, .agreed, .agreed])
  }

  @Test("A key whose leases disagree counts for neither side")
  func splitVote() throws {
    let verdict = fixture.verdict([
      try fixture.replica(1), try wrong(1, number: 1), try fixture.replica(2), try wrong(3),
    ])
    #expect(verdict.status == .inconclusive(.noQuorumYet))
    let settled = fixture.verdict([
      try fixture.replica(1), try wrong(1, number: 1), try fixture.replica(2), try wrong(3),
      try fixture.replica(4),
    ])
    #expect(settled.result?.isSuccess == true)
    #expect(settled.votes == 2)
  }

  @Test("A key that equivocates in one lease does not count in another")
  func equivocator() throws {
    let lease = try fixture.lease(1)
    let pair = Reply.contradiction(
      try fixture.answer(1, to: lease),
      try fixture.answer(1, to: lease) { $0.outputs["stdout"] = Fixture.digest("other") })
    let verdict = fixture.verdict([
      Replica(lease: lease, reply: pair), try fixture.replica(1, number: 1),
      try fixture.replica(2),
    ])
    #expect(verdict.status == .inconclusive(.noQuorumYet))
  }

  @Test("One envelope for two leases counts once")
  func copiedAnswer() throws {
    let lease = try fixture.lease(1)
    let envelope = try fixture.answer(1, to: lease)
    let verdict = fixture.verdict([
      Replica(lease: lease, reply: .answer(envelope)),
      Replica(lease: try fixture.lease(2), reply: .answer(envelope)),
      Replica(lease: try fixture.lease(1, number: 1), reply: .answer(envelope)),
    ])
    #expect(verdict.status == .inconclusive(.noQuorumYet))
    #expect(Set(verdict.findings.map(\.conclusion.kind)) == [.undecided, .invalid])
  }
}

extension SybilTests {
  @Test("Two statements that differ only in a time are an equivocation")
  func equivocation() throws {
    let lease = try fixture.lease(1)
    let first = try fixture.answer(1, to: lease)
    let second = try fixture.answer(1, to: lease) { $0.finishedAt = $0.startedAt }
    for pair in [(first, second), (second, first)] {
      #expect(try conclusion(lease, pair.0, pair.1) == .equivocated)
    }
  }

  @Test("Twice the same statement is no equivocation")
  func repetition() throws {
    let lease = try fixture.lease(1)
    let envelope = try fixture.answer(1, to: lease)
    #expect(try conclusion(lease, envelope, envelope) == .undecided)
  }

  @Test("Attack 23, nobody accused: a proof by a forged or unrelated signer, or of another lease")
  func falseAccusation() throws {
    let lease = try fixture.lease(1)
    let honest = try fixture.answer(1, to: lease)
    var draft = try fixture.draft(lease)
    draft.outputs["stdout"] = Fixture.digest("other")
    let forged = Forgery.envelope(draft.statement.canonicalBytes, key: try Fixture.key(2))
    let replayed = try fixture.answer(1, to: fixture.lease(1, number: 7))
    for other in [forged, replayed] {
      #expect(try conclusion(lease, honest, other) == .undecided)
      #expect(try conclusion(lease, other, honest) == .undecided)
    }
  }

  func conclusion(
    _ lease: Lease, _ first: Envelope, _ second: Envelope
  ) throws -> Finding.Conclusion {
    let replica = Replica(lease: lease, reply: .contradiction(first, second))
    return try #require(fixture.verdict([replica]).findings.first).conclusion
  }
}
