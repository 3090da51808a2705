import Attestation
import Content
import Crypto
import TestSupport

/// DSSE's own vector, a real envelope of another maker, and statements of in-toto's tests.
enum EnvelopeVectors {
  static func run(_ root: String) throws -> [ConformanceReport] {
    [try specification(root), try foreign(root), try statements(root)]
  }

  private static func specification(_ root: String) throws -> ConformanceReport {
    var report = ConformanceReport("DSSE, specification")
    let vector = JSONField(try JSON(parsing: Repository.bytes(at: root + "/spec-vector.json")))
    let encoding = Envelope.preAuthenticationEncoding(
      of: try vector.tag("payload_b64").base64(atMost: 1000),
      type: try vector.tag("payloadType").string())
    report.check(encoding == Array(try vector.tag("pae").string().utf8), "encoding before signing")
    report.skip(because: "ECDSA not offered")
    return report
  }

  private static func foreign(_ root: String) throws -> ConformanceReport {
    var report = ConformanceReport("DSSE, envelope of another maker")
    let text = try Repository.bytes(at: root + "/vsa/gke-gce-pre.bcid-vsa.jsonl")
    let envelope = try Envelope(parsing: text)
    report.check(envelope.payloadType == Envelope.statementType, "payload type")
    report.check((try? JSON(parsing: envelope.unverifiedPayload)) != nil, "payload is JSON")
    let verification = envelope.verify(trusting: [try SigningKey().publicKey])
    report.check(reason(verification) == .untrustedSignature, "a key that did not sign it")
    let key = try Repository.bytes(at: root + "/vsa/vsa_signing_public_key.pem")
    report.check((try? PublicKey(pem: key)) == nil, "a P-256 key is no Ed25519 key")
    report.skip(because: "ECDSA not offered")
    return report
  }

  /// Statements that in-toto's library takes or refuses. None is about an execution, so that even
  /// those it takes are refused here, by their type.
  private static func statements(_ root: String) throws -> ConformanceReport {
    var report = ConformanceReport("in-toto, statements")
    let key = try SigningKey()
    let cases = JSONField(try JSON(parsing: Repository.bytes(at: root + "/intoto-statements.json")))
    for entry in try cases.elements(atMost: 1000) {
      let input = try JSON(parsing: Array(try entry.tag("input").string().utf8))
      let name = try entry.tag("name").string()
      let wanted = try entry.tag("want").string()
      let payload = input.canonicalBytes
      let message = Envelope.preAuthenticationEncoding(of: payload, type: Envelope.statementType)
      let envelope = Envelope(
        payloadType: Envelope.statementType, unverifiedPayload: payload,
        signatures: [.init(keyID: nil, bytes: key.sign(message))])
      let found = reason(envelope.verify(trusting: [key.publicKey]))
      report.check(
        found == .unknownStatementType || found == .invalidStatement,
        "\(name) (\(wanted)): found \(String(describing: found))")
    }
    return report
  }

  private static func reason(_ verification: Envelope.Verification) -> Rejection.Reason? {
    guard case .rejected(let rejection) = verification else { return nil }
    return rejection.reason
  }
}
