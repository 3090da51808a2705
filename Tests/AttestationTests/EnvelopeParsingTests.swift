import Attestation
import Content
import Crypto
import TestSupport
import Testing

@Suite struct EnvelopeParsingTests {
  let forgery: Forgery
  let envelope: Envelope
  let document: JSON

  init() throws {
    forgery = try Forgery()
    envelope = try Envelope.sign(
      Fixture.statement(provider: forgery.key.publicKey), with: forgery.key)
    document = envelope.json
  }

  static func path(of document: JSON) -> String? {
    do throws(AttestationError) {
      _ = try Envelope(parsing: document.canonicalBytes)
      return nil
    } catch {
      guard case .field(let error) = error.cause else { return "not JSON" }
      return error.path
    }
  }

  @Test("Unknown members and white space are passed over; an empty hint is none")
  func lenient() throws {
    var extended = document.replacing("extension", with: .null)
    extended = extended.replacing("signatures.0.cert", with: .string("x"))
    let text = extended.canonicalText.replacing(",", with: " ,\n")
    #expect(try Envelope(parsing: Array(text.utf8)) == envelope)
    let empty = document.replacing("signatures.0.keyid", with: .string(""))
    #expect(try Envelope(parsing: empty.canonicalBytes).signatures.first?.keyID == nil)
  }

  @Test(
    "A broken field is named",
    arguments: [
      ("payload", nil), ("payloadType", nil), ("signatures", nil), ("signatures.0.sig", nil),
      ("payload", .null), ("payload", .string("Zg")), ("payload", .string("Zg=\n")),
      ("payload", .string("__8=")), ("payloadType", .number(1)),
      ("payloadType", .string(String(repeating: "x", count: 257))), ("signatures", .array([])),
      ("signatures", .object([:])), ("signatures.0.keyid", .number(1)),
      ("signatures.0.sig", .string("!")),
      ("signatures.0.sig", .string(String(repeating: "A", count: 88))),
    ] as [(String, JSON?)])
  func broken(path: String, value: JSON?) {
    let expected = path.replacing(".0", with: "[0]")
    #expect(Self.path(of: document.replacing(path, with: value)) == expected)
  }

  @Test("At most sixteen signatures are looked at")
  func manySignatures() throws {
    let signature = try #require(document[[.name("signatures"), .index(0)]])
    let many = {
      document.replacing("signatures", with: .array(Array(repeating: signature, count: $0)))
    }
    #expect(Self.path(of: many(16)) == nil)
    #expect(Self.path(of: many(17)) == "signatures")
  }

  @Test("What is not JSON, twice the same name, or beyond the limit, is refused")
  func notJSON() {
    let text = document.canonicalText
    for bad in [
      "", "{", String(text.dropLast()), text + "x",
      text.replacing("{\"payload\"", with: "{\"payload\":\"\",\"payload\""),
      String(repeating: "[", count: 100_000), String(repeating: " ", count: 6 << 20) + text,
    ] {
      #expect(throws: AttestationError.self) { try Envelope(parsing: Array(bad.utf8)) }
    }
  }

  @Test("A payload beyond the limit is refused before it is decoded")
  func largePayload() {
    let payload = String(repeating: "AAAA", count: (4 << 20) / 3 + 1)
    #expect(Self.path(of: document.replacing("payload", with: .string(payload))) == "payload")
  }

  @Test("Mutated envelopes are never believed to say anything else")
  func mutatedEnvelopes() {
    var generator = SeededGenerator()
    let bytes = envelope.canonicalBytes
    let original = envelope.verify(trusting: [forgery.key.publicKey])
    for round in 0..<SeededGenerator.rounds(5000, long: 100_000) {
      guard let read = try? Envelope(parsing: generator.mutation(of: bytes)) else { continue }
      let result = read.verify(trusting: [forgery.key.publicKey])
      #expect(
        result.verified == nil || result == original, "seed \(generator.seed), round \(round)")
    }
  }

  @Test("Mutated payloads, properly signed, either fail or mean exactly their bytes")
  func mutatedPayloads() throws {
    var generator = SeededGenerator()
    let bytes = envelope.unverifiedPayload
    for round in 0..<SeededGenerator.rounds(5000, long: 100_000) {
      let payload = generator.mutation(of: bytes)
      let result = forgery.envelope(payload).verify(trusting: [forgery.key.publicKey])
      guard let verified = result.verified else { continue }
      #expect(
        verified.statement.canonicalBytes == payload, "seed \(generator.seed), round \(round)")
      #expect(throws: Never.self, "seed \(generator.seed), round \(round)") {
        try JSON(parsingCanonical: payload)
      }
    }
  }
}
