/// Why some bytes are not the message that was expected.
package enum WireError: Error, Equatable, Sendable {
  /// The message ends inside a value.
  case tooShort
  /// Bytes follow the message.
  case trailingBytes
  /// A value that its type does not have, for example an unknown tag.
  case unknownValue(field: String, value: UInt64)
  /// A list, string or number beyond what the protocol allows.
  case tooLarge(field: String, count: Int, limit: Int)
  /// A string that is not UTF-8 or contains NUL.
  case invalidText(field: String)
}

/// Takes one message apart; never reads beyond its end, never allocates more than it holds.
struct WireReader {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func number<Number: FixedWidthInteger>(_ type: Number.Type) throws(WireError) -> Number {
    let width = Number.bitWidth / 8
    guard bytes.count - offset >= width else { throw .tooShort }
    var value: UInt64 = 0
    for index in (0..<width).reversed() { value = value << 8 | UInt64(bytes[offset + index]) }
    offset += width
    return Number(truncatingIfNeeded: value)
  }

  mutating func flag(_ field: String) throws(WireError) -> Bool {
    let value = try number(UInt8.self)
    guard value <= 1 else { throw .unknownValue(field: field, value: UInt64(value)) }
    return value == 1
  }

  /// The value of an enumeration by its raw number.
  mutating func value<Value: RawRepresentable>(
    _ type: Value.Type, _ field: String
  ) throws(WireError) -> Value where Value.RawValue == UInt8 {
    let raw = try number(UInt8.self)
    guard let value = Value(rawValue: raw) else {
      throw .unknownValue(field: field, value: UInt64(raw))
    }
    return value
  }

  mutating func raw(_ field: String, limit: Int) throws(WireError) -> [UInt8] {
    let count = try count(field, limit: limit)
    guard bytes.count - offset >= count else { throw .tooShort }
    defer { offset += count }
    return Array(bytes[offset..<offset + count])
  }

  mutating func text(_ field: String, limit: Int) throws(WireError) -> String {
    let raw = try raw(field, limit: limit)
    guard !raw.contains(0), let text = String(validating: raw, as: UTF8.self) else {
      throw .invalidText(field: field)
    }
    return text
  }

  mutating func list<Element>(
    _ field: String, limit: Int, _ element: (inout WireReader) throws(WireError) -> Element
  ) throws(WireError) -> [Element] {
    let count = try count(field, limit: limit)
    var elements: [Element] = []
    for _ in 0..<count { elements.append(try element(&self)) }
    return elements
  }

  func end() throws(WireError) {
    guard offset == bytes.count else { throw .trailingBytes }
  }

  private mutating func count(_ field: String, limit: Int) throws(WireError) -> Int {
    let count = Int(try number(UInt32.self))
    guard count <= limit else { throw .tooLarge(field: field, count: count, limit: limit) }
    return count
  }
}
