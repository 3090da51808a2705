package import Content

/// How many providers run a job, and how many must agree.
///
/// `replicas` providers are asked at first, up to `maximum` where they do not settle it; `quorum`
/// equal results decide. The quorum is a strict majority of the replicas, so that the first round
/// can never yield two accepted results.
package struct Redundancy: Hashable, Sendable {
  package let replicas: Int
  package let quorum: Int
  package let maximum: Int
  package let comparator: Comparator

  private static let names = ["replicas", "quorum", "maximum", "comparator", "tolerance"]

  /// Reads a job file's `redundancy`. Left out: 3 replicas, a majority of them as quorum, one less
  /// than twice the replicas as maximum, comparison by digest.
  package init(declared field: JSONField) throws(FieldError) {
    let members = try JSONField(field.value ?? .object([:]), path: field.path).object(Self.names)
    replicas = try members["replicas"].optional(Self.replicas) ?? 3
    quorum =
      try members["quorum"].optional { [replicas] field throws(FieldError) in
        try Self.quorum(field, of: replicas)
      } ?? replicas / 2 + 1
    maximum =
      try members["maximum"].optional { [replicas] field throws(FieldError) in
        try Self.maximum(field, of: replicas)
      } ?? 2 * replicas - 1
    comparator = try Self.comparator(members["comparator"], members["tolerance"])
  }

  /// Reads a specification's `redundancy`, in which nothing is left out.
  package init(reading field: JSONField) throws(FieldError) {
    let members = try field.object(Self.names)
    for name in Self.names where name != "tolerance" && members[name].value == nil {
      throw members[name].expected("a value: a specification leaves nothing out")
    }
    try self.init(declared: field)
    // Bounds left out, or another zero, would be a second way to write the same job.
    guard members["tolerance"].value == comparator.tolerance?.json else {
      throw members["tolerance"].expected("every bound: a specification leaves nothing out")
    }
  }

  package var json: JSON {
    .object([
      "replicas": .integer(Int64(replicas)),
      "quorum": .integer(Int64(quorum)),
      "maximum": .integer(Int64(maximum)),
      "comparator": .string(comparator.kind.rawValue),
      "tolerance": comparator.tolerance?.json,
    ])
  }

  /// Whether results of this profile can be compared in this way.
  ///
  /// - Throws: at `field`, the redundancy, for sums in no defined order that are to have one digest,
  ///   and for a tolerance where the profile defines every bit.
  func require(_ profile: NumericProfile?, _ field: JSONField) throws(FieldError) {
    let members = try JSONField(field.value ?? .object([:]), path: field.path).object(Self.names)
    let chosen = members["comparator"]
    switch (profile?.name, comparator) {
    case (NumericProfile.systemBLAS, .digest):
      throw chosen.expected(
        "“numeric” with a “tolerance”: the profile \(NumericProfile.systemBLAS) fixes no order of "
          + "sums, so that honest results differ in their last bits")
    case (NumericProfile.exact, .numeric):
      throw chosen.expected(
        "“digest”: the profile \(NumericProfile.exact) defines every bit, and a tolerance would only "
          + "let wrong results pass")
    default: break
    }
  }

  private static func comparator(
    _ field: JSONField, _ tolerance: JSONField
  ) throws(FieldError) -> Comparator {
    let kind = try field.optional { field throws(FieldError) in
      try field.choice(of: Comparator.Kind.self)
    }
    switch kind ?? .digest {
    case .numeric: return .numeric(try Tolerance(declared: tolerance))
    case .digest:
      guard tolerance.value == nil else {
        throw tolerance.expected("no tolerance: only the comparator “numeric” has one")
      }
      return .digest
    }
  }

  private static func replicas(_ field: JSONField) throws(FieldError) -> Int {
    Int(try field.integer(in: 1...64))
  }

  private static func quorum(
    _ field: JSONField, of replicas: Int
  ) throws(FieldError) -> Int {
    let majority = Int64(replicas / 2 + 1)
    guard let quorum = try? field.integer(in: majority...Int64(replicas)) else {
      throw field.expected("an integer from \(majority) to \(replicas): a majority of the replicas")
    }
    return Int(quorum)
  }

  private static func maximum(
    _ field: JSONField, of replicas: Int
  ) throws(FieldError) -> Int {
    guard let maximum = try? field.integer(in: Int64(replicas)...128) else {
      throw field.expected("an integer from \(replicas) (the replicas) to 128")
    }
    return Int(maximum)
  }
}
