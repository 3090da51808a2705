import Content
package import Crypto

/// Who fails, or lies, together: a policy may ask that the members of a quorum do not.
package struct FailureDomains: Hashable, Sendable {
  private static let mostKeys = 4096
  private static let mostDomains: Int64 = 64

  /// A member of a quorum.
  package struct Member: Hashable, Sendable {
    package let key: PublicKey
    /// The hardware that its evidence comes from; nil where that does not say.
    package let device: [UInt8]?
    /// Whose word the evidence rests on in the end: the name of its kind.
    package let root: String

    package init(key: PublicKey, device: [UInt8]?, root: String = EvidenceKind.software.rawValue) {
      self.key = key
      self.device = device
      self.root = root
    }
  }

  /// How many there must be among the members of a quorum.
  package let minimum: Int
  /// On how many different vendors' roots their evidence must rest, so that the break of one does
  /// not break the quorum.
  package let minimumRoots: Int
  /// The domain of each key; a key without one counts for nothing.
  package let domains: [PublicKey: String]

  package init(minimum: Int, domains: [PublicKey: String], minimumRoots: Int = 1) {
    self.minimum = minimum
    self.minimumRoots = minimumRoots
    self.domains = domains
  }

  init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object("domains", "minimum", "minimumRoots")
    var domains: [PublicKey: String] = [:]
    for (name, member) in try fields["domains"].members(atMost: Self.mostKeys) {
      guard let key = PublicKey(hexadecimal: name) else {
        throw member.expected("as name an Ed25519 public key: 64 lower-case hexadecimal digits")
      }
      domains[key] = try member.string()
    }
    let roots = try fields["minimumRoots"].optional { field throws(FieldError) in
      Int(try field.integer(in: 1...Int64(EvidenceKind.allCases.count)))
    }
    self.init(
      minimum: Int(try fields["minimum"].integer(in: 1...Self.mostDomains)), domains: domains,
      minimumRoots: roots ?? 1)
  }

  /// How many independent groups `members` form: those of one domain are one, and those on one
  /// device are one, whatever their domains.
  package func count(of members: [Member]) -> Int {
    var groups: [(domains: Set<String>, devices: Set<[UInt8]>)] = []
    for member in members {
      guard let domain = domains[member.key] else { continue }
      var merged: (domains: Set<String>, devices: Set<[UInt8]>) = (
        [domain], member.device.map { [$0] } ?? []
      )
      let isRelated = groups.map { group in
        !group.domains.isDisjoint(with: merged.domains)
          || !group.devices.isDisjoint(with: merged.devices)
      }
      for (group, related) in zip(groups, isRelated) where related {
        merged.domains.formUnion(group.domains)
        merged.devices.formUnion(group.devices)
      }
      groups = zip(groups, isRelated).filter { !$1 }.map(\.0) + [merged]
    }
    return groups.count
  }
}
