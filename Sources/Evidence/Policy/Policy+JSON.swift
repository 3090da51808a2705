import Attestation
package import Content
import Crypto

extension Policy {
  private static let mostEntries = 4096
  /// A day.
  private static let largestSkewSeconds: Int64 = 86_400

  /// Reads a policy's file; a member that it does not know is an error, since it would otherwise
  /// seem to hold.
  package init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object(
      "schema", "clockSkewSeconds", "determinism", "evidence", "failureDomains", "keys",
      "numericProfile", "runtimes", "sandboxes")
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
      determinism: try fields["determinism"].optional { field throws(FieldError) in
        try field.choice(of: DeterminismClass.self)
      },
      numericProfile: try fields["numericProfile"].optional { field throws(FieldError) in
        try field.string()
      }, clockSkewMilliseconds: (skew ?? 0) * 1000,
      keys: try fields["keys"].optional(Self.keys),
      failureDomains: try fields["failureDomains"].optional(FailureDomains.init(reading:)))
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

  private static func keys(_ field: JSONField) throws(FieldError) -> Set<PublicKey> {
    var keys: Set<PublicKey> = []
    for element in try field.elements(atMost: mostEntries) { keys.insert(try element.publicKey()) }
    return keys
  }
}
