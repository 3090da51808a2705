import Attestation
import Content
import Crypto
import Testing

@Suite struct SigningTests {
  let key: SigningKey

  init() throws {
    key = try Fixture.key(1)
  }

  func path(_ statement: Statement) -> String? {
    do throws(FieldError) {
      _ = try Envelope.sign(statement, with: key)
      return nil
    } catch {
      return error.path
    }
  }

  @Test("What a reader would refuse is not signed")
  func refused() throws {
    let provider = key.publicKey
    #expect(path(try Fixture.statement(provider: provider)) == nil)
    #expect(path(try Fixture.statement(provider: provider, subjects: [])) == "subject")
    #expect(path(try Fixture.statement(provider: provider, subjects: ["stdout"])) == "subject")
    #expect(
      path(try Fixture.statement(provider: provider, subjects: ["stdout", "stderr", "../x"]))
        == "subject[0].name")
    #expect(
      path(try Fixture.statement(provider: provider, subjects: ["stdout", "stdout", "stderr"]))
        == "subject[2].name")
    #expect(
      path(try Fixture.statement(provider: provider, cpuModel: "a\u{1}"))
        == "predicate.platform.cpuModel")
    #expect(
      path(try Fixture.statement(provider: provider, nonce: [1])) == "predicate.lease.nonce")
    #expect(
      path(try Fixture.statement(provider: provider, peakMemory: -1))
        == "predicate.usage.peakMemoryBytes")
    #expect(
      path(try Fixture.statement(provider: provider, peakMemory: .max))
        == "predicate.usage.peakMemoryBytes")
    #expect(
      path(try Fixture.statement(provider: Fixture.key(2).publicKey)) == "predicate.provider")
    #expect(
      path(try Fixture.statement(provider: provider, critical: ["a", "a"]))
        == "predicate.critical[1]")
  }

  @Test("Signing is deterministic, and the order of the parts given does not matter")
  func deterministic() throws {
    let first = try Fixture.statement(provider: key.publicKey)
    let second = try Fixture.statement(
      provider: key.publicKey, subjects: ["out/c.npy", "stderr", "stdout"])
    #expect(first == second)
    #expect(try Envelope.sign(first, with: key) == Envelope.sign(second, with: key))
  }

  @Test("What is signed is canonical")
  func canonical() throws {
    let bytes = try Fixture.statement(provider: key.publicKey).canonicalBytes
    #expect(throws: Never.self) { try JSON(parsingCanonical: bytes) }
    #expect(try Statement(parsing: bytes).canonicalBytes == bytes)
  }
}
