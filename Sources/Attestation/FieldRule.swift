import Content

/// A place in a statement, for checking Swift values by the rules that readers apply: what could
/// not be read back is not signed, either.
struct FieldRule {
  private static let largestText = 256
  static let sizes: ClosedRange<Int64> = 0...JSON.largestInteger

  let path: String

  subscript(name: String) -> FieldRule {
    FieldRule(path: path.isEmpty ? name : "\(path).\(name)")
  }

  subscript(index: Int) -> FieldRule { FieldRule(path: "\(path)[\(index)]") }

  func require(
    _ holds: Bool, _ value: @autoclosure () -> String, _ expected: String
  ) throws(FieldError) {
    guard holds else { throw FieldError(path: path, value: value(), expected: expected) }
  }

  /// Short enough for one line, and without control characters.
  func text(_ value: String) throws(FieldError) {
    let units = value.utf8
    try require(
      (1...Self.largestText).contains(units.count)
        && units.allSatisfy { $0 >= 0x20 && $0 != 0x7F },
      "\(units.count) bytes", "1 to \(Self.largestText) bytes of text without control characters")
  }

  /// At most `limit` texts, none twice.
  func texts(_ values: [String], atMost limit: Int) throws(FieldError) {
    try count(values.count, in: 0...limit)
    for (index, value) in values.enumerated() { try self[index].text(value) }
    try require(
      Set(values.map { Array($0.utf8) }).count == values.count, "a repetition",
      "every entry only once")
  }

  func count(_ count: Int, in range: ClosedRange<Int>) throws(FieldError) {
    try require(
      range.contains(count), "\(count) entries",
      "\(range.lowerBound) to \(range.upperBound) entries")
  }

  /// Ascending by their names' bytes, none twice, each name fulfilling `isName`.
  func descriptors(
    _ descriptors: [ResourceDescriptor], in range: ClosedRange<Int>, named expected: String,
    _ isName: (String) -> Bool
  ) throws(FieldError) {
    try count(descriptors.count, in: range)
    var previous: String?
    for (index, descriptor) in descriptors.enumerated() {
      let name = descriptor.name
      if !isName(name) { try self[index]["name"].require(false, name, expected) }
      if let previous, !previous.utf8.lexicographicallyPrecedes(name.utf8) {
        try self[index]["name"].require(false, name, "names in ascending order, each only once")
      }
      previous = name
    }
  }
}
