package import Attestation
package import Content
package import Crypto
package import Jobs
package import Transparency

/// The one file that lets anybody check a verdict offline: the job, every lease with what became of
/// it, and the verdict, sealed by the requestor.
///
/// The file is a DSSE envelope in canonical form (RFC 8785, no newline at its end), of type
/// `application/vnd.assay.bundle+json`, with one signature by the key that the payload names as
/// `requestor`; the payload is canonical JSON as `bundle.schema.json` has it. So every byte is
/// either signed or determined by what is signed.
///
/// Once the seal is in a transparency log, the envelope may also have the member `proofs`: texts in
/// the form of C2SP tlog-proof, each signed by its log, that show where the seal was entered.
///
/// A value of this type is well formed, no more: `verify` says what it is worth.
package struct Bundle: Sendable {
  package static let schema = "urn:assay:schema:bundle:v1"
  package static let payloadType = "application/vnd.assay.bundle+json"
  static let largestPayload = 16 << 20
  private static let mostProofs = 16

  /// The file.
  package let bytes: [UInt8]
  /// The key that the payload says sealed it.
  package let requestor: PublicKey
  /// When the verdict was made, by the requestor's clock.
  package let decidedAt: Timestamp
  package let job: JobSpecification
  /// In ascending order of their leases' ids, each lease once.
  package let replicas: [Replica]
  /// What the requestor found on comparing outputs; nil where digests decide.
  let comparisons: Comparisons?
  /// The verdict as it is written, not as it should be.
  let writtenVerdict: JSON
  let seal: Envelope
  /// Where logs have entered the seal; for `LogTrust` to judge.
  package let proofs: [LogProof]
}

extension Bundle {
  /// Every envelope, in the order of the replicas.
  package var envelopes: [Envelope] {
    replicas.flatMap { replica -> [Envelope] in
      switch replica.reply {
      case .answer(let envelope): [envelope]
      case .contradiction(let first, let second): [first, second]
      case .timedOut, .failed: []
      }
    }
  }

  /// Reads a bundle of at most 24 MiB, strictly: one form only, no member unknown or twice.
  ///
  /// It has to read the payload before the seal can be checked, since the payload names the key;
  /// nothing is believed until `verify`.
  package init(parsing bytes: [UInt8]) throws(VerificationError) {
    let seal: Envelope
    let document: JSONField
    do throws(AttestationError) {
      (seal, document) = try Envelope.parse(bytes, largestPayload: Self.largestPayload)
    } catch {
      throw .envelope(error)
    }
    let proofs = try Self.proofs(in: document)
    // Whatever else stands beside the seal, or stands there in another form, shows here.
    guard Self.file(seal, proofs).hasSameBytes(as: bytes) else { throw .notCanonical }
    let payload: JSON
    do throws(JSONError) {
      payload = try JSON(
        parsingCanonical: seal.unverifiedPayload,
        limits: JSON.Limits(bytes: Self.largestPayload, depth: 12))
    } catch {
      throw .payload(error)
    }
    do throws(FieldError) {
      try self.init(bytes: bytes, seal: seal, proofs: proofs, payload: JSONField(payload))
    } catch {
      throw .field(error)
    }
  }

  private init(
    bytes: [UInt8], seal: Envelope, proofs: [LogProof], payload: JSONField
  ) throws(FieldError) {
    let members = try payload.object(
      "schema", "requestor", "decidedAt", "job", "replicas", "comparisons",
      "verdict")
    guard try members["schema"].string() == Self.schema else {
      throw members["schema"].expected("“\(Self.schema)”")
    }
    self.bytes = bytes
    self.seal = seal
    self.proofs = proofs
    requestor = try members["requestor"].publicKey()
    decidedAt = try members["decidedAt"].timestamp()
    job = try JobSpecification(reading: members["job"])
    replicas = try Self.replicas(members["replicas"], atMost: job.redundancy.maximum)
    comparisons = try members["comparisons"].optional(Comparisons.init(reading:))
    guard (comparisons != nil) == (job.redundancy.comparator.tolerance != nil) else {
      throw members["comparisons"].expected("comparisons if the job has a tolerance, else none")
    }
    guard let verdict = members["verdict"].value else {
      throw members["verdict"].expected("a verdict")
    }
    writtenVerdict = verdict
    try Self.checkForm(of: seal, requestor: requestor)
  }

  /// Reads the proofs that stand beside the seal.
  private static func proofs(in document: JSONField) throws(VerificationError) -> [LogProof] {
    do throws(FieldError) {
      return try document.tag("proofs").optional { field throws(FieldError) in
        try proofs(field)
      } ?? []
    } catch {
      throw .field(error)
    }
  }

  private static func proofs(_ field: JSONField) throws(FieldError) -> [LogProof] {
    var proofs: [LogProof] = []
    for element in try field.elements(atMost: mostProofs) {
      let text = Array(try element.string().utf8)
      // What nothing vouches for, and a second way to write the same, must not hide in a bundle.
      guard let proof = LogProof(text), proof.extra == nil, proof.bytes == text else {
        throw element.expected("a C2SP tlog-proof without extra data")
      }
      proofs.append(proof)
    }
    return proofs
  }

  /// The file that a seal and proofs of it make.
  static func file(_ seal: Envelope, _ proofs: [LogProof]) -> [UInt8] {
    guard !proofs.isEmpty, case .object(var object) = seal.json else { return seal.canonicalBytes }
    object["proofs"] = .strings(proofs.map { String(decoding: $0.bytes, as: UTF8.self) })
    return JSON.object(object).canonicalBytes
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
