import Attestation
package import Content
package import Crypto
package import Jobs

/// The one file that lets anybody check a verdict offline: the job, every lease with what became of
/// it, and the verdict, sealed by the requestor.
///
/// The file is a DSSE envelope in canonical form (RFC 8785, no newline at its end), of type
/// `application/vnd.assay.bundle+json`, with one signature by the key that the payload names as
/// `requestor`; the payload is canonical JSON as `bundle.schema.json` has it. So every byte is
/// either signed or determined by what is signed.
///
/// A value of this type is well formed, no more: `verify` says what it is worth.
package struct Bundle: Sendable {
  package static let schema = "urn:assay:schema:bundle:v1"
  package static let payloadType = "application/vnd.assay.bundle+json"
  private static let largestPayload = 16 << 20

  /// The file.
  package let bytes: [UInt8]
  /// The key that the payload says sealed it.
  package let requestor: PublicKey
  /// When the verdict was made, by the requestor's clock.
  package let decidedAt: Timestamp
  package let job: JobSpecification
  /// In ascending order of their leases' ids, each lease once.
  package let replicas: [Replica]
  /// The verdict as it is written, not as it should be.
  let writtenVerdict: JSON
  let seal: Envelope
}

extension Bundle {
  /// Reads a bundle of at most 24 MiB, strictly: one form only, no member unknown or twice.
  ///
  /// It has to read the payload before the seal can be checked, since the payload names the key;
  /// nothing is believed until `verify`.
  package init(parsing bytes: [UInt8]) throws(VerificationError) {
    let seal: Envelope
    do throws(AttestationError) {
      seal = try Envelope(parsing: bytes, largestPayload: Self.largestPayload)
    } catch {
      throw .envelope(error)
    }
    guard seal.canonicalBytes == bytes else { throw .notCanonical }
    let payload: JSON
    do throws(JSONError) {
      payload = try JSON(
        parsingCanonical: seal.unverifiedPayload,
        limits: JSON.Limits(bytes: Self.largestPayload, depth: 12))
    } catch {
      throw .payload(error)
    }
    do throws(FieldError) {
      try self.init(bytes: bytes, seal: seal, payload: JSONField(payload))
    } catch {
      throw .field(error)
    }
  }

  private init(bytes: [UInt8], seal: Envelope, payload: JSONField) throws(FieldError) {
    let members = try payload.object(
      "schema", "requestor", "decidedAt", "job", "replicas", "verdict")
    guard try members["schema"].string() == Self.schema else {
      throw members["schema"].expected("“\(Self.schema)”")
    }
    self.bytes = bytes
    self.seal = seal
    requestor = try members["requestor"].publicKey()
    decidedAt = try members["decidedAt"].timestamp()
    job = try JobSpecification(reading: members["job"])
    replicas = try Self.replicas(members["replicas"], atMost: job.redundancy.maximum)
    guard let verdict = members["verdict"].value else {
      throw members["verdict"].expected("a verdict")
    }
    writtenVerdict = verdict
    try Self.checkForm(of: seal, requestor: requestor)
  }

  private static func replicas(
    _ field: JSONField, atMost limit: Int
  ) throws(FieldError) -> [Replica] {
    var replicas: [Replica] = []
    for element in try field.elements(atMost: limit) {
      let replica = try Replica(reading: element)
      if let last = replicas.last, !(last.lease.id < replica.lease.id) {
        throw element.expected("leases in ascending order of their ids, each once")
      }
      replicas.append(replica)
    }
    return replicas
  }

  /// The parts of an envelope that a signature does not cover have one possible value.
  private static func checkForm(
    of seal: Envelope, requestor: PublicKey
  ) throws(FieldError) {
    guard seal.payloadType == payloadType else {
      throw JSONField(.string(seal.payloadType), path: "payloadType").expected("“\(payloadType)”")
    }
    let keyIDs = seal.signatures.map(\.keyID)
    guard keyIDs == [requestor.keyID] else {
      throw JSONField(.strings(keyIDs.map { $0 ?? "" }), path: "signatures").expected(
        "one signature, its keyid \(requestor.keyID), the requestor's")
    }
  }
}
