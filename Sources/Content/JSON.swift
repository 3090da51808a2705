/// A JSON value (RFC 8259), as strict as signed data needs it.
///
/// Numbers are IEEE 754 doubles, as RFC 8785 has them.
package enum JSON: Equatable, Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object(JSONObject)

  /// Strings are equal if their code units are: canonically equivalent texts differ on the wire.
  package static func == (left: JSON, right: JSON) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.boolean(let left), .boolean(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): left.utf8Span.span.equals(right.utf8Span.span)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    default: false
    }
  }

  /// The largest integer that a JSON number holds exactly together with all smaller ones: 2⁵³ − 1.
  package static let largestInteger: Int64 = 9_007_199_254_740_991

  /// An integer of at most 53 bits; larger values trap, since they would not survive the wire.
  package static func integer(_ value: Int64) -> JSON {
    precondition(value.magnitude <= UInt64(largestInteger), "integer exceeds 53 bits")
    return .number(Double(value))
  }

  /// An array of strings.
  package static func strings(_ values: [String]) -> JSON {
    .array(values.map { .string($0) })
  }
}

/// The members of a JSON object: unique names, kept in the order of RFC 8785 (UTF-16 code units).
///
/// Names are compared by their code units. Swift's own string equality treats canonically
/// equivalent texts as one, which would merge names that differ on the wire.
package struct JSONObject: Equatable, Sendable {
  package struct Member: Equatable, Sendable {
    package let name: String
    package let value: JSON

    package static func == (left: Member, right: Member) -> Bool {
      left.name.utf8Span.span.equals(right.name.utf8Span.span) && left.value == right.value
    }
  }

  package private(set) var members: [Member] = []

  package init() {}

  /// Nil if a name occurs twice.
  package init?(_ pairs: [(name: String, value: JSON)]) {
    members = pairs.map { Member(name: $0.name, value: $0.value) }
    // Documents that were written canonically come in order already.
    let isAscending = zip(members, members.dropFirst()).allSatisfy {
      Self.precedes($0.name, $1.name)
    }
    if isAscending { return }
    members.sort { Self.precedes($0.name, $1.name) }
    for (left, right) in zip(members, members.dropFirst())
    where left.name.utf8.elementsEqual(right.name.utf8) {
      return nil
    }
  }

  /// The member called `name`; setting nil removes it.
  package subscript(name: String) -> JSON? {
    get {
      let index = position(of: name)
      return isName(name, at: index) ? members[index].value : nil
    }
    set {
      let index = position(of: name)
      if isName(name, at: index) { members.remove(at: index) }
      if let newValue { members.insert(Member(name: name, value: newValue), at: index) }
    }
  }

  private func isName(_ name: String, at index: Int) -> Bool {
    index < members.count && members[index].name.utf8.elementsEqual(name.utf8)
  }

  /// Index of the first member whose name does not precede `name`.
  private func position(of name: String) -> Int {
    var low = 0
    var high = members.count
    while low < high {
      let middle = (low + high) / 2
      if Self.precedes(members[middle].name, name) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The order of UTF-16 code units, found in UTF-8: both agree, but for the scalars from U+E000 to
  /// U+FFFF (lead bytes EE and EF), which UTF-16 puts behind all larger ones (lead bytes from F0 on).
  private static func precedes(_ left: String, _ right: String) -> Bool {
    let (left, right) = (left.utf8Span.span, right.utf8Span.span)
    let shared = min(left.count, right.count)
    var index = 0
    while index < shared, left[index] == right[index] { index += 1 }
    guard index < shared else { return left.count < right.count }
    let (first, second) = (left[index], right[index])
    return (first >= 0xEE && second >= 0xEE) && (first >= 0xF0) != (second >= 0xF0)
      ? first > second : first < second
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Members from a literal; a name written twice traps. A nil value leaves its member out.
  package init(dictionaryLiteral elements: (String, JSON?)...) {
    for (name, value) in elements {
      precondition(self[name] == nil, "duplicate member")
      self[name] = value
    }
  }
}
