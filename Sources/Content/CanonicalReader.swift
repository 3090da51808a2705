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

  /// Reads an object, whose members `read` takes one after the other.
  package mutating func object<Value>(
    _ read: (inout CanonicalReader) throws(FieldError) -> Value
  ) throws(FieldError) -> Value {
    try expect(UInt8(ascii: "{"), "an object")
    isFirst = true
    let value = try read(&self)
    try expect(UInt8(ascii: "}"), "no further member")
    isFirst = false
    return value
  }

  /// Reads an object that is a member.
  package mutating func object<Value>(
    _ name: StaticString, _ read: (inout CanonicalReader) throws(FieldError) -> Value
  ) throws(FieldError) -> Value {
    try member(name) { reader throws(FieldError) in try reader.object(read) }
  }

  /// Reads an array of at most `limit` elements that is a member.
  package mutating func list<Element>(
    _ name: StaticString, atMost limit: Int,
    _ read: (inout CanonicalReader) throws(FieldError) -> Element
  ) throws(FieldError) -> [Element] {
    try member(name) { reader throws(FieldError) in
      try reader.expect(UInt8(ascii: "["), "an array")
      var elements: [Element] = []
      reader.isFirst = true
      while !reader.take(UInt8(ascii: "]")) {
        if !reader.isFirst { try reader.expect(UInt8(ascii: ","), "the end of the array") }
        guard elements.count < limit else {
          throw reader.expected("an array of at most \(limit) elements")
        }
        reader.steps.append(.index(elements.count))
        elements.append(try read(&reader))
        reader.steps.removeLast()
        reader.isFirst = false
      }
      reader.isFirst = false
      return elements
    }
  }

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

  private mutating func member<Value>(
    _ name: StaticString, _ read: (inout CanonicalReader) throws(FieldError) -> Value
  ) throws(FieldError) -> Value {
    steps.append(.name(name))
    if !isFirst { try expect(UInt8(ascii: ","), "this member") }
    guard matches(name, at: offset) else { throw expected("this member, and none before it") }
    offset += name.utf8CodeUnitCount + 3
    isFirst = false
    let value = try read(&self)
    steps.removeLast()
    return value
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
      guard let string = String(validating: bytes[content.range], as: UTF8.self) else {
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
    let end = Self.closingQuote(in: bytes.span, from: start)
    guard let end else { throw expected("a string that ends, without control characters") }
    offset = end.index + 1
    return (start..<end.index, end.isPlain)
  }

  private static func closingQuote(
    in bytes: Span<UInt8>, from start: Int
  ) -> (index: Int, isPlain: Bool)? {
    var index = start
    var isPlain = true
    while index < bytes.count {
      let unit = bytes[index]
      if JSON.needsEscape(unit) {
        guard unit >= 0x20 else { return nil }
        if unit == UInt8(ascii: "\"") { return (index, isPlain) }
        isPlain = false
        index += 1
      }
      index += 1
    }
    return nil
  }

  /// Reads a member that is a string.
  package mutating func string(_ name: StaticString) throws(FieldError) -> String {
    try member(name) { reader throws(FieldError) in try reader.string() }
  }

  /// Reads a member that is an array of at most `limit` strings.
  package mutating func strings(
    _ name: StaticString, atMost limit: Int
  ) throws(FieldError) -> [String] {
    try list(name, atMost: limit) { reader throws(FieldError) in try reader.string() }
  }

  /// Reads a member that is exactly this string.
  package mutating func constant(_ name: StaticString, _ value: String) throws(FieldError) {
    try member(name) { reader throws(FieldError) in
      let start = reader
      guard try reader.string().utf8.elementsEqual(value.utf8) else {
        throw start.expected("“\(value)”")
      }
    }
  }

  /// Reads a member that is an integer within `range`, which has 53 bits at most.
  package mutating func integer(
    _ name: StaticString, in range: ClosedRange<Int64>
  ) throws(FieldError) -> Int64 {
    try member(name) { reader throws(FieldError) in
      let start = reader.offset
      while reader.offset < reader.bytes.count, reader.offset < start + 16,
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(reader.bytes[reader.offset])
      {
        reader.offset += 1
      }
      let digits = reader.bytes[start..<reader.offset]
      let value = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
      guard let first = digits.first, first != UInt8(ascii: "0") || digits.count == 1,
        range.contains(value)
      else {
        reader.offset = start
        throw reader.expected("an integer from \(range.lowerBound) to \(range.upperBound)")
      }
      return value
    }
  }

  /// Reads a member that is `count` bytes in hexadecimal after `prefix`.
  package mutating func hexadecimal(
    _ name: StaticString, count: Int, prefix: String = ""
  ) throws(FieldError) -> [UInt8] {
    try member(name) { reader throws(FieldError) in
      let start = reader
      let content = reader.bytes[try reader.quoted().range]
      let digits = content.dropFirst(prefix.utf8.count)
      guard content.starts(with: prefix.utf8), digits.count == 2 * count,
        let value = Hexadecimal.decode(digits)
      else { throw start.expected("“\(prefix)” and \(2 * count) lower-case hexadecimal digits") }
      return value
    }
  }

  /// Reads a member that makes a value of another kind; nil is an error.
  package mutating func text<Value>(
    _ name: StaticString, expected: @autoclosure () -> String, _ make: (String) -> Value?
  ) throws(FieldError) -> Value {
    try member(name) { reader throws(FieldError) in
      let start = reader
      guard let value = make(try reader.string()) else { throw start.expected(expected()) }
      return value
    }
  }
}
