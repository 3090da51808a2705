import Attestation
import Content
import Crypto
import Evidence
import TestSupport
import Testing
import Verification

/// Statements that a session's key signed, for providers whose identity vouches for it.
@Suite struct SessionTests {
  let fixture: Fixture

  init() throws {
    fixture = try Fixture()
  }

  @Test("A session that its provider vouches for signs in the provider's name")
  func endorsed() throws {
    let replicas = try (UInt8(1)...3).map { number in
      try fixture.replica(
        number, in: fixture.session(number, key: number + 50), signedBy: number + 50)
    }
    let (bundle, verdict) = try Bundle.seal(
      job: fixture.job, replicas: replicas, decidedAt: fixture.decidedAt, with: fixture.requestor)
    #expect(verdict.votes == 3)
    #expect(bundle.verify().isSound)
    #expect(Set(bundle.replicas) == Set(replicas))
  }

  @Test("A session of another provider, challenge, key or runtime does not count, and is named")
  func unbound() throws {
    func objections(_ session: Session, signedBy key: UInt8) throws -> Set<String> {
      let replica = try fixture.replica(1, in: session, signedBy: key)
      guard case .invalid(let objections) = fixture.verdict([replica]).findings[0].conclusion
      else { return [] }
      return Set(objections.map(\.name))
    }
    let good = try fixture.session(1, key: 51)
    #expect(try objections(good, signedBy: 51).isEmpty)
    #expect(try objections(good, signedBy: 1) == ["untrusted-signature"])
    #expect(try objections(good, signedBy: 52) == ["untrusted-signature"])
    let foreign = try fixture.session(2, key: 51)
    #expect(try objections(foreign, signedBy: 51) == ["unbound-session"])
    let otherNonce = try Session(
      binding: fixture.session(1, key: 51, nonce: 9).binding, evidence: good.evidence)
    #expect(try objections(otherNonce, signedBy: 51) == ["unbound-session"])
    let unsigned = Session(binding: good.binding, evidence: [])
    #expect(try objections(unsigned, signedBy: 51) == ["unbound-session"])
    let otherRuntime = try fixture.session(1, key: 51, runtime: Fixture.digest("other"))
    #expect(try objections(otherRuntime, signedBy: 51) == ["wrong-runtime"])
  }

  @Test("Attack 7, counted once: one provider in two sessions, two providers that share a key")
  func voters() throws {
    let restarted = try [51, 52].map { key in
      try fixture.replica(1, number: key, in: fixture.session(1, key: key), signedBy: key)
    }
    #expect(fixture.verdict(restarted + [try fixture.replica(2)]).votes == 2)
    #expect(fixture.verdict(restarted).votes == 0)
    let shared = try [UInt8(1), 2].map { number in
      try fixture.replica(number, in: fixture.session(number, key: 51), signedBy: 51)
    }
    #expect(fixture.verdict(shared + [try fixture.replica(3)]).votes == 2)
    #expect(
      fixture.verdict(shared + [Replica(lease: try fixture.lease(3), reply: .timedOut)]).votes == 0)
  }

  @Test("A session's key and the identity's that contradict each other are one provider's lie")
  func equivocation() throws {
    let session = try fixture.session(1, key: 51)
    let first = try fixture.replica(1, in: session, signedBy: 51)
    let lease = first.lease
    let second = try fixture.answer(1, to: lease) { $0.outputs["stdout"] = Fixture.digest("x") }
    guard case .answer(let envelope) = first.reply else { return }
    let replica = Replica(
      lease: lease, reply: .contradiction(envelope, second), session: session)
    #expect(fixture.verdict([replica]).findings[0].conclusion == .equivocated)
  }

  @Test("Sessions that are malformed, or too large for a bundle, are refused")
  func malformed() throws {
    let json = try fixture.session(1, key: 51).json
    #expect(try Session(reading: JSONField(json)).json == json)
    let hardware = Evidence(kind: .tdx, parts: [.quote: [1]])
    let twice = try fixture.session(1, key: 51, hardware: [hardware, hardware]).json
    let wrong = [
      twice, json.replacing("nonce", with: .string("")),
      json.replacing("nonce", with: nil), json.replacing("evidence", with: .array([])),
      json.replacing("evidence.0.kind", with: .string("tdx")),
      json.replacing("key", with: .string(String(repeating: "0", count: 64))),
      json.replacing("encryptionKey", with: .string("00")),
    ]
    for json in wrong {
      #expect(throws: FieldError.self) { try Session(reading: JSONField(json)) }
    }
    let large = Evidence(
      kind: .tpm2,
      parts: [
        .eventLog: [UInt8](repeating: 0, count: 500_000),
        .certificates: [UInt8](repeating: 0, count: 500_000),
      ])
    let session = try fixture.session(1, key: 51, hardware: [large])
    let replicas = try [
      fixture.replica(1, in: session, signedBy: 51), fixture.replica(2), fixture.replica(3),
    ]
    let (bundle, verdict) = try Bundle.seal(
      job: fixture.job, replicas: replicas, decidedAt: fixture.decidedAt, with: fixture.requestor)
    #expect(verdict.votes == 2 && bundle.verify().isSound)
  }
}
