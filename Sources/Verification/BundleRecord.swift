import Attestation
package import Content
package import Crypto
import Jobs

/// What a log enters of one bundle.
package struct BundleRecord: Hashable, Sendable {
  private static let mostEnvelopes = 256

  /// What the requestor says that the replies came to.
  package enum Status: String, CaseIterable, Sendable {
    case accepted
    case rejected
    case inconclusive
  }

  /// Of the sealed envelope's canonical form, proofs left out.
  package let bundle: Digest
  package let requestor: PublicKey
  package let job: Digest
  package let decidedAt: Timestamp
  package let status: Status
  /// Of every envelope in the bundle, in its order.
  package let envelopes: [Digest]

  /// - Throws: where the written verdict has no status.
  package init(of bundle: Bundle) throws(FieldError) {
    self.bundle = bundle.sealDigest
    requestor = bundle.requestor
    job = bundle.job.id
    decidedAt = bundle.decidedAt
    status = try JSONField(bundle.writtenVerdict, path: "verdict").tag("status")
      .choice(of: Status.self)
    envelopes = bundle.envelopes.map { Digest(of: $0.canonicalBytes) }
  }

  init(reading field: JSONField) throws(FieldError) {
    let members = try field.object(
      "schema", "kind", "bundle", "requestor", "job", "decidedAt", "status", "envelopes")
    bundle = try members["bundle"].digest()
    requestor = try members["requestor"].publicKey()
    job = try members["job"].digest()
    decidedAt = try members["decidedAt"].timestamp()
    status = try members["status"].choice(of: Status.self)
    var envelopes: [Digest] = []
    for element in try members["envelopes"].elements(atMost: Self.mostEnvelopes) {
      envelopes.append(try element.digest())
    }
    self.envelopes = envelopes
  }

  var members: JSONObject {
    [
      "bundle": .string(bundle.description), "requestor": .string(requestor.hexadecimal),
      "job": .string(job.description), "decidedAt": .string(decidedAt.description),
      "status": .string(status.rawValue), "envelopes": .strings(envelopes.map(\.description)),
    ]
  }
}
