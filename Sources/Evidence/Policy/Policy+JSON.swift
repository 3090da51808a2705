import Attestation
package import Content
import Crypto
import Transparency

extension Policy {
  private static let mostEntries = 4096
  private static let mostLayers = 64
  private static let largestFile = 1 << 20
  /// A day.
  private static let largestSkewSeconds: Int64 = 86_400

  /// Reads a policy's file; a member that it does not know is an error, since it would otherwise
  /// seem to hold.
  package init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object(
      "schema", "attestationKeys", "clockSkewSeconds", "determinism", "evidence",
      "failureDomains", "keys", "numericProfile", "runtimes", "sandboxes", "sandboxLayers",
      "transparency")
    guard case .string(Self.schema)? = fields["schema"].value else {
      throw fields["schema"].expected("“\(Self.schema)”")
    }
    let skew = try fields["clockSkewSeconds"].optional { field throws(FieldError) in
      try field.integer(in: 0...Self.largestSkewSeconds)
    }
    self.init(
      evidence: try fields["evidence"].optional(Self.evidence),
      runtimes: try fields["runtimes"].optional(Self.digests),
      sandboxes: try fields["sandboxes"].optional(Self.digests),
      sandboxLayers: try fields["sandboxLayers"].optional(Self.layers) ?? [],
      determinism: try fields["determinism"].optional { field throws(FieldError) in
        try field.choice(of: DeterminismClass.self)
      },
      numericProfile: try fields["numericProfile"].optional { field throws(FieldError) in
        try field.string()
      }, clockSkewMilliseconds: (skew ?? 0) * 1000,
      keys: try fields["keys"].optional(Self.keys),
      failureDomains: try fields["failureDomains"].optional(FailureDomains.init(reading:)),
      attestationKeys: try fields["attestationKeys"].optional(Self.digests) ?? [],
      transparency: try fields["transparency"].optional(LogTrust.init(reading:)))
  }

  /// Reads a policy's file.
  package init(parsing bytes: [UInt8]) throws(PolicyError) {
    let json: JSON
    do throws(JSONError) {
      json = try JSON(parsing: bytes, limits: JSON.Limits(bytes: Self.largestFile, depth: 8))
    } catch {
      throw .syntax(error)
    }
    do throws(FieldError) { try self.init(reading: JSONField(json)) } catch { throw .field(error) }
  }

  private static func evidence(
    _ field: JSONField
  ) throws(FieldError) -> [EvidenceKind: Requirement] {
    var requirements: [EvidenceKind: Requirement] = [:]
    for (name, member) in try field.members(atMost: EvidenceKind.allCases.count) {
      guard let kind = EvidenceKind(rawValue: name) else {
        let known = EvidenceKind.allCases.map { "“\($0.rawValue)”" }.joined(separator: ", ")
        throw member.expected("no such kind of evidence; known are \(known)")
      }
      requirements[kind] = try Requirement(reading: member)
    }
    return requirements
  }

  private static func digests(_ field: JSONField) throws(FieldError) -> Set<Digest> {
    var digests: Set<Digest> = []
    for element in try field.elements(atMost: mostEntries) { digests.insert(try element.digest()) }
    return digests
  }

  private static func layers(_ field: JSONField) throws(FieldError) -> Set<String> {
    var names: Set<String> = []
    for element in try field.elements(atMost: mostLayers) { names.insert(try element.string()) }
    return names
  }

  private static func keys(_ field: JSONField) throws(FieldError) -> Set<PublicKey> {
    var keys: Set<PublicKey> = []
    for element in try field.elements(atMost: mostEntries) { keys.insert(try element.publicKey()) }
    return keys
  }
}
