/// Writes canonical JSON (RFC 8785) piece by piece, for documents that are signed so often that
/// building a tree first would cost more than the signature.
///
/// The caller gives the members of an object in ascending order of their names' UTF-16 code units.
package struct CanonicalWriter {
  package private(set) var bytes: [UInt8] = []
  /// Whether a value was written since the last opening bracket or member name.
  private var followsValue = false

  /// Reserves room for `capacity` bytes.
  package init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  package mutating func null() { scalar("null") }

  package mutating func boolean(_ value: Bool) { scalar(value ? "true" : "false") }

  /// An integer of at most 53 bits; larger values trap, since they would not survive the wire.
  package mutating func integer(_ value: Int64) {
    precondition(value.magnitude <= UInt64(JSON.largestInteger), "integer exceeds 53 bits")
    scalar(String(value))
  }

  /// A finite number; JSON has no other, so that infinities and NaN trap.
  package mutating func number(_ value: Double) {
    precondition(value.isFinite, "not a JSON number")
    scalar(JSON.text(of: value))
  }

  package mutating func string(_ value: String) {
    separate()
    quote(value)
  }

  /// A string of `prefix`, which needs no escapes, and the digits of `value` in hexadecimal.
  package mutating func hexadecimal(_ value: [UInt8], prefix: String = "") {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: prefix.utf8)
    Hexadecimal.append(value, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// A string of `value` in base64.
  package mutating func base64(_ value: [UInt8]) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    Base64.append(value, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// An array whose elements `body` writes.
  package mutating func array(_ body: (inout CanonicalWriter) -> Void) {
    open(UInt8(ascii: "["))
    body(&self)
    close(UInt8(ascii: "]"))
  }

  /// An object whose members `body` writes.
  package mutating func object(_ body: (inout CanonicalWriter) -> Void) {
    open(UInt8(ascii: "{"))
    body(&self)
    close(UInt8(ascii: "}"))
  }

  /// The name of the member whose value is written next.
  package mutating func name(_ name: String) {
    separate()
    quote(name)
    bytes.append(UInt8(ascii: ":"))
    followsValue = false
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    followsValue = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    followsValue = true
  }

  private mutating func scalar(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func separate() {
    if followsValue { bytes.append(UInt8(ascii: ",")) }
    followsValue = true
  }

  /// Section 3.2.2.2: the two-character escapes, `\u00xx` for the other controls, all else verbatim.
  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    let units = text.utf8Span.span
    if JSON.endOfPlain(in: units) == units.count {
      bytes.append(contentsOf: text.utf8)
    } else {
      for unit in text.utf8 { escape(unit) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ unit: UInt8) {
    switch unit {
    case UInt8(ascii: "\""): bytes += "\\\"".utf8
    case UInt8(ascii: "\\"): bytes += "\\\\".utf8
    case 0x08: bytes += "\\b".utf8
    case 0x09: bytes += "\\t".utf8
    case 0x0A: bytes += "\\n".utf8
    case 0x0C: bytes += "\\f".utf8
    case 0x0D: bytes += "\\r".utf8
    case ..<0x20: bytes += "\\u00\(Hexadecimal.encode([unit]))".utf8
    default: bytes.append(unit)
    }
  }
}

extension CanonicalWriter {
  /// A member whose value is a string.
  package mutating func member(_ name: String, _ value: String) {
    self.name(name)
    string(value)
  }

  /// A member whose value is an integer of at most 53 bits.
  package mutating func member(_ name: String, _ value: Int64) {
    self.name(name)
    integer(value)
  }

  /// A member whose value is a digest, with its algorithm.
  package mutating func member(_ name: String, _ value: Digest) {
    self.name(name)
    hexadecimal(value.bytes, prefix: Digest.prefix)
  }

  /// A member whose value is some bytes in hexadecimal.
  package mutating func member(_ name: String, hexadecimal value: [UInt8]) {
    self.name(name)
    hexadecimal(value)
  }

  /// A member whose value is an object.
  package mutating func member(_ name: String, object body: (inout CanonicalWriter) -> Void) {
    self.name(name)
    object(body)
  }

  /// A member whose value is an array of strings.
  package mutating func member(_ name: String, _ values: [String]) {
    member(name, each: values) { $0.string($1) }
  }

  /// A member whose value is an array, one element for each of `elements`.
  package mutating func member<Element>(
    _ name: String, each elements: [Element], _ body: (inout CanonicalWriter, Element) -> Void
  ) {
    self.name(name)
    array { writer in
      for element in elements { body(&writer, element) }
    }
  }
}
