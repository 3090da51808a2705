package import Content
import Transparency

extension FraudProof {
  private static let limits = JSON.Limits(bytes: 1 << 20, depth: 4)
  /// A tree of 2⁶³ leaves needs no more.
  private static let mostHashes = 64

  /// `{"checkpoints":["<signed note>","<signed note>"],"divergence":{"hashes":["<base64>"],
  /// "prefixRoot":"<base64>"},"key":"<verifier key>","schema":"urn:assay:schema:fraud-proof:v1"}`;
  /// without `divergence` where the sizes are the same.
  package var json: JSON {
    .object([
      "schema": .string(Self.schema),
      "key": .string(key.description),
      "checkpoints": .strings([first, second].map { String(decoding: $0.bytes, as: UTF8.self) }),
      "divergence": divergence.map { divergence in
        .object([
          "prefixRoot": .string(Base64.encode(divergence.prefixRoot.bytes)),
          "hashes": .strings(divergence.hashes.map { Base64.encode($0.bytes) }),
        ])
      },
    ])
  }

  /// Reads a file of at most 1 MiB that holds what `json` wrote, in its one form.
  package init(parsing bytes: [UInt8]) throws(AuditError) {
    let json: JSON
    do throws(JSONError) { json = try JSON(parsingCanonical: bytes, limits: Self.limits) } catch {
      throw AuditError(.fraudProof, "\(error)")
    }
    do throws(FieldError) { try self.init(reading: JSONField(json)) } catch {
      throw AuditError(.fraudProof, "\(error)")
    }
  }

  private init(reading field: JSONField) throws(FieldError) {
    let members = try field.object("schema", "key", "checkpoints", "divergence")
    guard try members["schema"].string() == Self.schema else {
      throw members["schema"].expected("“\(Self.schema)”")
    }
    key = try members["key"].noteKey()
    let notes = try members["checkpoints"].elements(atMost: 2)
    guard notes.count == 2 else { throw members["checkpoints"].expected("two signed notes") }
    first = try notes[0].signedNote()
    second = try notes[1].signedNote()
    divergence = try members["divergence"].optional(Self.divergence)
  }

  private static func divergence(_ field: JSONField) throws(FieldError) -> Divergence {
    let members = try field.object("prefixRoot", "hashes")
    var hashes: [MerkleHash] = []
    for element in try members["hashes"].elements(atMost: mostHashes) {
      hashes.append(try element.merkleHash())
    }
    return Divergence(prefixRoot: try members["prefixRoot"].merkleHash(), hashes: hashes)
  }
}
