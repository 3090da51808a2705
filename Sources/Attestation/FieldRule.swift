import Content

/// The rules of a statement that types leave open; they hold for values that are signed as for
/// values that were read. Paths in errors are relative to the value that is checked.
enum FieldRule {
  private static let largestText = 256
  static let sizes: ClosedRange<Int64> = 0...JSON.largestInteger

  /// Checks the value at `path`, so that its errors name their place from here on.
  static func at(_ path: String, _ check: () throws(FieldError) -> Void) throws(FieldError) {
    do throws(FieldError) {
      try check()
    } catch {
      throw FieldError(
        path: "\(path).\(error.path)", value: error.value, expected: error.expected)
    }
  }

  static func require(
    _ holds: Bool, _ path: @autoclosure () -> String, _ value: @autoclosure () -> String,
    _ expected: @autoclosure () -> String
  ) throws(FieldError) {
    guard holds else { throw FieldError(path: path(), value: value(), expected: expected()) }
  }

  /// Short enough for one line, and without control characters.
  static func text(_ path: @autoclosure () -> String, _ value: String) throws(FieldError) {
    let units = value.utf8Span.span
    var holds = (1...largestText).contains(units.count)
    for index in units.indices where units[index] < 0x20 || units[index] == 0x7F { holds = false }
    try require(
      holds, path(), "\(units.count) bytes",
      "1 to \(largestText) bytes of text without control characters")
  }

  /// At most `limit` texts, ascending by their bytes, none twice.
  static func texts(_ path: String, _ values: [String], atMost limit: Int) throws(FieldError) {
    try count(path, values.count, in: 0...limit)
    for (index, value) in values.enumerated() {
      try text("\(path)[\(index)]", value)
      try require(
        index == 0 || precedes(values[index - 1], value), "\(path)[\(index)]", value,
        "texts in ascending order, each only once")
    }
  }

  /// Ascending by their names' bytes, none twice, each name fulfilling `isName`.
  static func descriptors(
    _ path: String, _ descriptors: [ResourceDescriptor], in range: ClosedRange<Int>,
    named expected: @autoclosure () -> String = RelativePath.rule,
    _ isName: (String) -> Bool = { RelativePath.isValid($0) }
  ) throws(FieldError) {
    try count(path, descriptors.count, in: range)
    for (index, descriptor) in descriptors.enumerated() {
      let name = descriptor.name
      try require(isName(name), "\(path)[\(index)].name", name, expected())
      try require(
        index == 0 || precedes(descriptors[index - 1].name, name), "\(path)[\(index)].name", name,
        "names in ascending order, each only once")
    }
  }

  /// The order of bytes.
  static func precedes(_ left: String, _ right: String) -> Bool {
    let (left, right) = (left.utf8Span.span, right.utf8Span.span)
    let shared = min(left.count, right.count)
    var index = 0
    while index < shared, left[index] == right[index] { index += 1 }
    return index < shared ? left[index] < right[index] : left.count < right.count
  }

  private static func count(
    _ path: String, _ count: Int, in range: ClosedRange<Int>
  ) throws(FieldError) {
    try require(
      range.contains(count), path, "\(count) entries",
      "\(range.lowerBound) to \(range.upperBound) entries")
  }
}
