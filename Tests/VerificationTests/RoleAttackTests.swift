import Attestation
import Content
import Crypto
import Evidence
import Jobs
import TestSupport
import Testing
import Verification

/// Keys that sign in a role that is not theirs.
@Suite struct RoleAttackTests {
  let fixture: Fixture

  init() throws {
    fixture = try Fixture()
  }

  @Test(
    "Attack 6, rejected: an endorsement is no statement, and a statement no endorsement or seal")
  func roles() throws {
    let session = try fixture.session(1, key: 51)
    let lease = try fixture.lease(1)
    let envelope = try fixture.answer(1, to: lease)
    let endorsement = try #require(session.evidence[0].parts[.signature])
    let forged = Envelope(
      payloadType: envelope.payloadType, unverifiedPayload: envelope.unverifiedPayload,
      signatures: [.init(keyID: lease.provider.keyID, bytes: endorsement)])
    let replica = Replica(lease: lease, reply: .answer(forged))
    guard case .invalid(let objections) = fixture.verdict([replica]).findings[0].conclusion else {
      Issue.record("an endorsement passed for a statement")
      return
    }
    #expect(objections.map(\.name) == ["untrusted-signature"])
    let evidence = Evidence(
      kind: .software,
      parts: [.key: lease.provider.bytes, .signature: envelope.signatures[0].bytes])
    let swapped = Session(binding: session.binding, evidence: [evidence])
    #expect(swapped.endorsementFindings(by: lease.provider).map(\.reason) == [.signature])
    let seal = try Envelope(parsing: fixture.bundle().bytes)
    guard case .rejected(let rejection) = seal.verify(trusting: [fixture.requestor.publicKey])
    else {
      Issue.record("a seal passed for a statement")
      return
    }
    #expect(rejection.reason == .wrongPayloadType)
  }

  @Test("Attack 1, rejected: a session of an earlier challenge, or without one")
  func replayedSession() throws {
    let old = try fixture.session(1, key: 51, nonce: 7)
    let asked = try fixture.session(1, key: 51, nonce: 8).binding
    let replayed = Session(binding: asked, evidence: old.evidence)
    let replica = try fixture.replica(1, in: replayed, signedBy: 51)
    guard case .invalid(let objections) = fixture.verdict([replica]).findings[0].conclusion else {
      Issue.record("a replayed session passed")
      return
    }
    #expect(objections.map(\.name) == ["unbound-session"])
    let empty = old.json.replacing("nonce", with: .string(""))
    #expect(throws: FieldError.self) { try Session(reading: JSONField(empty)) }
  }
}
