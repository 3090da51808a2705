import Attestation
import Content
import Crypto
import Testing

@Suite struct EnvelopeTests {
  @Test("What was signed is verified, and reads as what was meant")
  func roundTrip() throws {
    let key = try Fixture.key(1)
    let statement = try Fixture.statement(provider: key.publicKey)
    let envelope = try Envelope.sign(statement, with: key)
    let copy = try Envelope(parsing: envelope.canonicalBytes)
    #expect(copy == envelope)
    #expect(copy.json.canonicalBytes == envelope.canonicalBytes)
    let result = copy.verify(trusting: [key.publicKey])
    #expect(result.reason == nil)
    let verified = try #require(result.verified)
    #expect(verified.statement == statement)
    #expect(verified.signers == [key.publicKey])
    #expect(verified.payloadDigest == Digest(of: statement.canonicalBytes))
  }
}
