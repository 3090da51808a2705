/// Reads a document of known layout from its canonical form (RFC 8785), the mirror image of
/// `CanonicalWriter`: members in their order, nothing between them, each value in its one spelling.
///
/// What it accepts is exactly what the writer writes. Where bytes differ, it only says which field
/// was expected; whether they are JSON at all is for `JSON(parsingCanonical:)` to say.
package struct CanonicalReader: Sendable {
  private enum Step {
    case name(StaticString)
    case index(Int)
  }

  private let bytes: [UInt8]
  private var offset = 0
  /// Whether the next member or element stands first between its brackets.
  private var isFirst = true
  /// The way from the document to the value being read, for errors.
  private var steps: [Step] = []

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Passes over the bracket that opens an object.
  package mutating func beginObject() throws(FieldError) {
    try expect(UInt8(ascii: "{"), "an object")
    isFirst = true
  }

  /// Passes over the bracket that closes an object.
  package mutating func endObject() throws(FieldError) {
    try expect(UInt8(ascii: "}"), "no further member")
    isFirst = false
  }

  /// Passes over the name of a member that is an array, and its opening bracket.
  package mutating func beginList(_ name: StaticString) throws(FieldError) {
    try begin(name)
    try expect(UInt8(ascii: "["), "an array")
    isFirst = true
  }

  /// Whether an element of this index follows, which is read next; if not, the list is over.
  package mutating func beginElement(
    _ index: Int, atMost limit: Int
  ) throws(FieldError) -> Bool {
    if take(UInt8(ascii: "]")) {
      isFirst = false
      return false
    }
    if !isFirst { try expect(UInt8(ascii: ","), "the end of the array") }
    guard index < limit else { throw expected("an array of at most \(limit) elements") }
    steps.append(.index(index))
    isFirst = false
    return true
  }

  /// Passes over the name of a member, whose value is read next.
  package mutating func begin(_ name: StaticString) throws(FieldError) {
    steps.append(.name(name))
    if !isFirst { try expect(UInt8(ascii: ","), "this member") }
    guard matches(name, at: offset) else { throw expected("this member, and none before it") }
    offset += name.utf8CodeUnitCount + 3
    isFirst = false
  }

  /// Leaves a member or element.
  package mutating func end() { steps.removeLast() }

  /// Whether the next member has this name; for members that may be absent.
  package func isNext(_ name: StaticString) -> Bool {
    let start = isFirst || offset >= bytes.count ? offset : offset + 1
    return matches(name, at: start)
  }

  /// Ends reading: nothing may follow.
  package func finish() throws(FieldError) {
    guard offset == bytes.count else { throw expected("the end of the document") }
  }

  /// The error that what stands here is not `expected`.
  package func expected(_ expected: String) -> FieldError {
    let path = steps.reduce("") { path, step in
      switch step {
      case .name(let name): JSONPath.join(path, JSONPath.step("\(name)"))
      case .index(let index): JSONPath.join(path, JSONPath.step(index))
      }
    }
    let excerpt = String(decoding: bytes[offset...].prefix(60), as: UTF8.self)
    return FieldError(path: path, value: excerpt.isEmpty ? nil : excerpt, expected: expected)
  }

  /// Whether `"name":` stands at `start`.
  private func matches(_ name: StaticString, at start: Int) -> Bool {
    let count = name.utf8CodeUnitCount
    guard start + count + 3 <= bytes.count, bytes[start] == UInt8(ascii: "\""),
      bytes[start + count + 1] == UInt8(ascii: "\""),
      bytes[start + count + 2] == UInt8(ascii: ":")
    else { return false }
    // A static string lives as long as the program, and has `count` bytes.
    let letters = unsafe UnsafeBufferPointer(start: name.utf8Start, count: count)
    for index in 0..<count where unsafe letters[index] != bytes[start + 1 + index] {
      return false
    }
    return true
  }

  private mutating func expect(_ byte: UInt8, _ expectation: String) throws(FieldError) {
    guard take(byte) else { throw expected(expectation) }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }
}

extension CanonicalReader {
  /// Reads a string.
  package mutating func string() throws(FieldError) -> String {
    let content = try quoted()
    if content.isPlain {
      guard let string = JSON.text(of: bytes.span.extracting(content.range)) else {
        throw expected("a string in UTF-8")
      }
      return string
    }
    // Rare enough for the general reader; that the spelling is the canonical one, it checks, too.
    let literal = bytes[(content.range.lowerBound - 1)...content.range.upperBound]
    guard case .string(let string)? = try? JSON(parsingCanonical: Array(literal)) else {
      throw expected("a string in canonical form")
    }
    return string
  }

  /// Passes over a string: where its content stands, and whether that has no escapes.
  private mutating func quoted() throws(FieldError) -> (range: Range<Int>, isPlain: Bool) {
    try expect(UInt8(ascii: "\""), "a string")
    let start = offset
    var end = JSON.endOfPlain(in: bytes.span, from: start)
    let firstSpecial = end
    while end < bytes.count, bytes[end] == UInt8(ascii: "\\") {
      end = JSON.endOfPlain(in: bytes.span, from: min(end + 2, bytes.count))
    }
    offset = end
    try expect(UInt8(ascii: "\""), "a string that ends, without control characters")
    return (start..<end, end == firstSpecial)
  }

  /// Reads a member that is a string.
  package mutating func string(_ name: StaticString) throws(FieldError) -> String {
    try begin(name)
    let value = try string()
    end()
    return value
  }

  /// Reads a member that is an array of at most `limit` strings.
  package mutating func strings(
    _ name: StaticString, atMost limit: Int
  ) throws(FieldError) -> [String] {
    try beginList(name)
    var values: [String] = []
    while try beginElement(values.count, atMost: limit) {
      values.append(try string())
      end()
    }
    end()
    return values
  }

  /// Reads a member that is exactly this string.
  package mutating func constant(_ name: StaticString, _ value: String) throws(FieldError) {
    try begin(name)
    let start = offset
    let content = try quoted().range
    guard Self.isEqual(bytes.span.extracting(content), value.utf8Span.span) else {
      offset = start
      throw expected("“\(value)”")
    }
    end()
  }

  private static func isEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }

  /// Reads a member that is an integer within `range`, which has 53 bits at most.
  package mutating func integer(
    _ name: StaticString, in range: ClosedRange<Int64>
  ) throws(FieldError) -> Int64 {
    try begin(name)
    let start = offset
    var value: Int64 = 0
    while offset < bytes.count, offset < start + 16,
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset])
    {
      value = value * 10 + Int64(bytes[offset] - UInt8(ascii: "0"))
      offset += 1
    }
    let hasOneSpelling = offset == start + 1 || offset > start && bytes[start] != UInt8(ascii: "0")
    guard hasOneSpelling, range.contains(value) else {
      offset = start
      throw expected("an integer from \(range.lowerBound) to \(range.upperBound)")
    }
    end()
    return value
  }

  /// Reads a member that is `count` bytes in hexadecimal after `prefix`.
  package mutating func hexadecimal(
    _ name: StaticString, count: Int, prefix: String = ""
  ) throws(FieldError) -> [UInt8] {
    try begin(name)
    let start = offset
    let content = try quoted().range
    let digits = content.dropFirst(prefix.utf8.count)
    guard digits.count == 2 * count, bytes[content].starts(with: prefix.utf8),
      let value = Hexadecimal.decode(bytes.span.extracting(digits))
    else {
      offset = start
      throw expected("“\(prefix)” and \(2 * count) lower-case hexadecimal digits")
    }
    end()
    return value
  }
}
