package import Content
package import Crypto

/// The right, and the charge, of one provider to run one job once.
///
/// The id is the digest of the rest, so that nothing in a lease changes without its id.
package struct Lease: Hashable, Sendable {
  package static let nonceByteCount = 32

  /// The id of the job's specification.
  package let job: Digest
  package let provider: PublicKey
  /// Drawn by the requestor for this lease alone: what makes a replayed statement stand out.
  package let nonce: [UInt8]
  package let id: Digest

  /// Nil unless `nonce` has 32 bytes.
  package init?(job: Digest, provider: PublicKey, nonce: [UInt8]) {
    guard nonce.count == Self.nonceByteCount else { return nil }
    self.job = job
    self.provider = provider
    self.nonce = nonce
    id = Digest(of: JSON.object(Self.terms(job, provider, nonce)).canonicalBytes)
  }

  /// Reads what `json` wrote.
  package init(reading field: JSONField) throws(FieldError) {
    let members = try field.object("id", "job", "provider", "nonce")
    let nonce = members["nonce"]
    guard
      let lease = Lease(
        job: try members["job"].digest(), provider: try members["provider"].publicKey(),
        nonce: try nonce.hexadecimal(count: Self.nonceByteCount))
    else { throw nonce.expected("\(Self.nonceByteCount) bytes") }
    guard try members["id"].digest() == lease.id else {
      throw members["id"].expected("\(lease.id), the digest of this lease's other members")
    }
    self = lease
  }

  package var json: JSON {
    var members = Self.terms(job, provider, nonce)
    members["id"] = .string(id.description)
    return .object(members)
  }

  private static func terms(_ job: Digest, _ provider: PublicKey, _ nonce: [UInt8]) -> JSONObject {
    [
      "job": .string(job.description),
      "provider": .string(provider.hexadecimal),
      "nonce": .string(Hexadecimal.encode(nonce)),
    ]
  }
}
