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

  private static let names = ["replicas", "quorum", "maximum", "comparator"]

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
    comparator =
      try members["comparator"].optional { field throws(FieldError) in
        try field.choice(of: Comparator.self)
      } ?? .digest
  }

  /// Reads a specification's `redundancy`, in which nothing is left out.
  package init(reading field: JSONField) throws(FieldError) {
    let members = try field.object(Self.names)
    for name in Self.names where members[name].value == nil {
      throw members[name].expected("a value: a specification leaves nothing out")
    }
    try self.init(declared: field)
  }

  package var json: JSON {
    .object([
      "replicas": .integer(Int64(replicas)),
      "quorum": .integer(Int64(quorum)),
      "maximum": .integer(Int64(maximum)),
      "comparator": .string(comparator.rawValue),
    ])
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
