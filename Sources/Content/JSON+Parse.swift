/// Why some bytes are not the JSON that was asked for.
package struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Reason: String, Sendable {
    case tooLarge = "is larger than the limit"
    case tooDeep = "is nested deeper than the limit"
    case unexpectedEnd = "ends too early"
    case unexpectedByte = "has an unexpected byte"
    case trailingBytes = "goes on after its end"
    case invalidUTF8 = "is not valid UTF-8"
    case invalidString = "has an invalid string"
    case invalidNumber = "has an invalid number"
    case duplicateName = "has a duplicate member name"
    case notCanonical = "is not in canonical form (RFC 8785)"
  }

  package let reason: Reason
  /// Offset in bytes from the start.
  package let offset: Int
  /// The member name in question, for `duplicateName`.
  package let name: String?
  /// The innermost member or element that had begun, in the notation of `JSONField.path`.
  package private(set) var path = ""

  package init(_ reason: Reason, at offset: Int, name: String? = nil) {
    self.reason = reason
    self.offset = offset
    self.name = name
    path = name.map { JSONPath.step($0) } ?? ""
  }

  package var description: String {
    let place = path.isEmpty ? "" : " (in \(path))"
    return "JSON \(reason.rawValue)\(name.map { " “\($0)”" } ?? "") at byte \(offset)\(place)"
  }

  /// The same error seen from the value around it, of which `step` leads to this one.
  fileprivate func within(_ step: String) -> JSONError {
    var error = self
    error.path = JSONPath.join(step, path)
    return error
  }

  /// Line and column of `offset` in `bytes`, both from 1; columns count characters (scalars).
  package func position(in bytes: [UInt8]) -> (line: Int, column: Int) {
    let before = bytes.prefix(offset)
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let current = before.reversed().prefix { $0 != UInt8(ascii: "\n") }
    return (line, current.count { $0 & 0xC0 != 0x80 } + 1)
  }
}

extension JSON {
  /// What a reader accepts before it allocates.
  package struct Limits: Sendable {
    package let bytes: Int
    package let depth: Int

    package init(bytes: Int = 16 << 20, depth: Int = 64) {
      self.bytes = bytes
      self.depth = depth
    }
  }

  /// Reads one JSON text (RFC 8259): no comments, no duplicate names, no lone surrogates, no
  /// numbers beyond the range of a double.
  package init(parsing bytes: [UInt8], limits: Limits = Limits()) throws(JSONError) {
    guard bytes.count <= limits.bytes else { throw JSONError(.tooLarge, at: limits.bytes) }
    var parser = JSONParser(bytes: bytes, depthLimit: limits.depth)
    self = try parser.document()
  }

  /// Reads one JSON text that must be its own canonical form, byte for byte.
  package init(parsingCanonical bytes: [UInt8], limits: Limits = Limits()) throws(JSONError) {
    self = try JSON(parsing: bytes, limits: limits)
    let canonical = canonicalBytes
    guard canonical == bytes else {
      let difference = zip(canonical, bytes).prefix { $0 == $1 }.count
      throw JSONError(.notCanonical, at: difference)
    }
  }
}

/// A recursive-descent reader over one array of bytes; depth is bounded by `depthLimit`.
private struct JSONParser {
  let bytes: [UInt8]
  let depthLimit: Int
  var offset = 0

  mutating func document() throws(JSONError) -> JSON {
    let value = try value(depth: 0)
    skipWhitespace()
    guard offset == bytes.count else { throw JSONError(.trailingBytes, at: offset) }
    return value
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSON {
    guard depth <= depthLimit else { throw JSONError(.tooDeep, at: offset) }
    skipWhitespace()
    switch try peek() {
    case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
    case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .boolean(true))
    case UInt8(ascii: "f"): return try literal("false", .boolean(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
    let start = offset
    var pairs: [(name: String, value: JSON)] = []
    var names = NameSet()
    try list(closedBy: UInt8(ascii: "}")) { parser throws(JSONError) in
      let nameOffset = parser.offset
      guard try parser.peek() == UInt8(ascii: "\"") else {
        throw JSONError(.unexpectedByte, at: parser.offset)
      }
      let name = try parser.string()
      guard names.insert(name) else {
        throw JSONError(.duplicateName, at: nameOffset, name: name)
      }
      parser.skipWhitespace()
      try parser.expect(UInt8(ascii: ":"))
      do throws(JSONError) {
        pairs.append((name, try parser.value(depth: depth)))
      } catch {
        throw error.within(JSONPath.step(name))
      }
    }
    guard let object = JSONObject(pairs) else { throw JSONError(.duplicateName, at: start) }
    return object
  }

  private mutating func array(depth: Int) throws(JSONError) -> [JSON] {
    var elements: [JSON] = []
    try list(closedBy: UInt8(ascii: "]")) { parser throws(JSONError) in
      do throws(JSONError) {
        elements.append(try parser.value(depth: depth))
      } catch {
        throw error.within(JSONPath.step(elements.count))
      }
    }
    return elements
  }

  /// Reads an opening byte, elements separated by commas, and `closing`.
  private mutating func list(
    closedBy closing: UInt8, element: (inout JSONParser) throws(JSONError) -> Void
  ) throws(JSONError) {
    offset += 1
    skipWhitespace()
    if take(closing) { return }
    while true {
      skipWhitespace()
      try element(&self)
      skipWhitespace()
      if take(closing) { return }
      try expect(UInt8(ascii: ","))
    }
  }

  private mutating func literal(_ text: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    let expected = Array("\(text)".utf8)
    for byte in expected { try expect(byte) }
    return value
  }

  private mutating func number() throws(JSONError) -> Double {
    let start = offset
    take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits(from: start) }
    if take(UInt8(ascii: ".")) { try digits(from: start) }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { take(UInt8(ascii: "-")) }
      try digits(from: start)
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    guard let number = Double(text), number.isFinite else {
      throw JSONError(.invalidNumber, at: start)
    }
    return number
  }

  private mutating func digits(from start: Int) throws(JSONError) {
    let first = offset
    while offset < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset]) {
      offset += 1
    }
    if offset > first { return }
    guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
    throw JSONError(offset == start ? .unexpectedByte : .invalidNumber, at: start)
  }

  private mutating func string() throws(JSONError) -> String {
    let start = offset
    offset += 1
    var units: [UInt8] = []
    while true {
      let plain = offset..<JSON.endOfPlain(in: bytes.span, from: offset)
      offset = plain.upperBound
      switch try next() {
      case UInt8(ascii: "\""):
        // Most strings have no escapes and need no copy of their own.
        let text: String?
        if units.isEmpty {
          text = JSON.text(of: bytes.span.extracting(plain))
        } else {
          units += bytes[plain]
          text = JSON.text(of: units.span)
        }
        guard let text else { throw JSONError(.invalidUTF8, at: start) }
        return text
      case UInt8(ascii: "\\"):
        units += bytes[plain]
        units += try escape()
      default: throw JSONError(.invalidString, at: offset - 1)
      }
    }
  }

  private mutating func escape() throws(JSONError) -> [UInt8] {
    let start = offset - 1
    switch try next() {
    case UInt8(ascii: "\""): return [UInt8(ascii: "\"")]
    case UInt8(ascii: "\\"): return [UInt8(ascii: "\\")]
    case UInt8(ascii: "/"): return [UInt8(ascii: "/")]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return Array(String(try escapedScalar(from: start)).utf8)
    default: throw JSONError(.invalidString, at: start)
    }
  }

  /// The scalar after `\u`, a surrogate pair included.
  private mutating func escapedScalar(from start: Int) throws(JSONError) -> Character {
    var value = try codeUnit(from: start)
    if (0xD800..<0xDC00).contains(value) {
      try expect(UInt8(ascii: "\\"))
      try expect(UInt8(ascii: "u"))
      let low = try codeUnit(from: start)
      guard (0xDC00..<0xE000).contains(low) else { throw JSONError(.invalidString, at: start) }
      value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(value) else { throw JSONError(.invalidString, at: start) }
    return Character(scalar)
  }

  private mutating func codeUnit(from start: Int) throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(try next())).hexDigitValue else {
        throw JSONError(.invalidString, at: start)
      }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private mutating func skipWhitespace() {
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x20, 0x09, 0x0A, 0x0D: offset += 1
      default: return
      }
    }
  }

  private func peek() throws(JSONError) -> UInt8 {
    guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
    return bytes[offset]
  }

  private mutating func next() throws(JSONError) -> UInt8 {
    let byte = try peek()
    offset += 1
    return byte
  }

  private mutating func expect(_ byte: UInt8) throws(JSONError) {
    guard try next() == byte else { throw JSONError(.unexpectedByte, at: offset - 1) }
  }

  @discardableResult
  private mutating func take(_ byte: UInt8) -> Bool {
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }
}

/// The names that an object has had so far, compared by their code units.
private struct NameSet {
  /// Few enough to be compared one by one.
  private static let few = 8
  private var first: [String] = []
  private var all: Set<[UInt8]> = []

  /// False if `name` is among them already.
  mutating func insert(_ name: String) -> Bool {
    if first.count < Self.few {
      guard !first.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else { return false }
      first.append(name)
      return true
    }
    if all.isEmpty { all = Set(first.map { Array($0.utf8) }) }
    return all.insert(Array(name.utf8)).inserted
  }
}
