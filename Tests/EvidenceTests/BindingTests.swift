import Content
import Crypto
import Evidence
import Testing

@Suite struct BindingTests {
  @Test("The report data depends on every part of a binding")
  func reportData() throws {
    let bindings = [
      try Fixture.binding(), try Fixture.binding(key: 2), try Fixture.binding(encryption: nil),
      try Fixture.binding(encryption: X25519PublicKey([UInt8](repeating: 6, count: 32))),
      try Fixture.binding(runtime: "another"), try Fixture.binding(nonce: 8),
    ]
    #expect(Set(bindings.map(\.reportData)).count == bindings.count)
    #expect(bindings.allSatisfy { $0.reportData.count == Binding.reportDataByteCount })
  }

  @Test("The report data is the hash that the documentation states")
  func layout() throws {
    let binding = try Fixture.binding(encryption: nil)
    let expected = HashAlgorithm.sha512.hash(
      Array("urn:assay:evidence:v1\u{0}".utf8) + binding.sessionKey.bytes + [0]
        + binding.runtime.bytes + binding.nonce)
    #expect(binding.reportData == expected)
  }

  @Test("Attack 1, rejected: no binding without a whole nonce", arguments: [0, 31, 33])
  func nonce(count: Int) throws {
    let binding = Binding(
      sessionKey: try Fixture.key(1).publicKey, encryptionKey: nil,
      runtime: Fixture.digest("runtime"), nonce: [UInt8](repeating: 1, count: count))
    #expect(binding == nil)
  }

  @Test("Evidence comes back from its JSON form")
  func json() throws {
    let evidence = Evidence(kind: .tpm2, parts: [.quote: [1, 2], .eventLog: []])
    let text = evidence.json.canonicalBytes
    #expect(try Evidence(reading: JSONField(JSON(parsing: text))) == evidence)
    let unknown = #"{"kind":"tpm2","parts":{"x":""},"schema":"urn:assay:schema:evidence:v1"}"#
    #expect(throws: FieldError.self) {
      try Evidence(reading: JSONField(JSON(parsing: Array(unknown.utf8))))
    }
  }
}
