import Content

extension NumericDifference: CustomStringConvertible {
  /// For example `12 elements beyond the tolerance, worst [3, 5]: 1.5 instead of 1.25, at most 1e-05
  /// apart`.
  package var description: String {
    switch self {
    case .within: "within the tolerance"
    case .beyond(let count, let worst):
      "\(count) element\(count == 1 ? "" : "s") beyond the tolerance, worst \(worst.index): "
        + "\(worst.found) instead of \(worst.accepted), at most \(worst.bound) apart"
    case .unlike(let found, let accepted): "\(found) instead of \(accepted)"
    }
  }

  private static let mostDimensions = 64
  /// Longest decimal number, and longest form: 64 dimensions of up to 19 digits.
  private static let (longestNumber, longestForm) = (32, 2048)

  private enum Kind: String, CaseIterable {
    case within
    case beyond
    case unlike
  }

  /// `{"kind":"beyond","elements":12,"worst":{"index":[3,5],…}}`.
  var json: JSON {
    switch self {
    case .within: .object(["kind": .string(Kind.within.rawValue)])
    case .beyond(let count, let worst):
      .object([
        "kind": .string(Kind.beyond.rawValue), "elements": .integer(Int64(count)),
        "worst": .object([
          "index": .array(worst.index.map { .integer(Int64($0)) }),
          "found": .string(worst.found), "accepted": .string(worst.accepted),
          "bound": .string(worst.bound),
        ]),
      ])
    case .unlike(let found, let accepted):
      .object([
        "kind": .string(Kind.unlike.rawValue), "found": .string(found),
        "accepted": .string(accepted),
      ])
    }
  }

  init(reading field: JSONField) throws(FieldError) {
    switch try field.tag("kind").choice(of: Kind.self) {
    case .within:
      _ = try field.object("kind")
      self = .within
    case .beyond:
      let members = try field.object("kind", "elements", "worst")
      self = .beyond(
        count: Int(try members["elements"].integer(in: 1...JSON.largestInteger)),
        worst: try Worst(reading: members["worst"]))
    case .unlike:
      let members = try field.object("kind", "found", "accepted")
      self = .unlike(
        found: try Self.text(members["found"], atMost: Self.longestForm),
        accepted: try Self.text(members["accepted"], atMost: Self.longestForm))
    }
  }

  /// Printable text that cannot disturb a terminal.
  private static func text(_ field: JSONField, atMost limit: Int) throws(FieldError) -> String {
    let text = try field.string()
    guard (1...limit).contains(text.utf8.count), text.utf8.allSatisfy({ (0x20..<0x7f) ~= $0 })
    else { throw field.expected("1 to \(limit) printable ASCII characters") }
    return text
  }

  fileprivate static func number(_ field: JSONField) throws(FieldError) -> String {
    try text(field, atMost: longestNumber)
  }

  fileprivate static func index(_ field: JSONField) throws(FieldError) -> [Int] {
    var index: [Int] = []
    for element in try field.elements(atMost: mostDimensions) {
      index.append(Int(try element.integer(in: 0...JSON.largestInteger)))
    }
    return index
  }
}

extension NumericDifference.Worst {
  fileprivate init(reading field: JSONField) throws(FieldError) {
    let members = try field.object("index", "found", "accepted", "bound")
    index = try NumericDifference.index(members["index"])
    found = try NumericDifference.number(members["found"])
    accepted = try NumericDifference.number(members["accepted"])
    bound = try NumericDifference.number(members["bound"])
  }
}
