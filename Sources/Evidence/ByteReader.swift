/// Reads fixed-size fields from foreign bytes, first to last; every read is checked against what is
/// left before anything is copied.
struct ByteReader {
  private let bytes: ArraySlice<UInt8>
  private var offset: Int
  /// What is being read, for errors.
  private let subject: String

  init(_ bytes: some Collection<UInt8>, of subject: String) {
    self.bytes = ArraySlice(bytes)
    offset = self.bytes.startIndex
    self.subject = subject
  }

  var remaining: Int { bytes.endIndex - offset }

  /// From the start of what is being read.
  var position: Int { offset - bytes.startIndex }

  mutating func take(_ count: Int, _ field: StaticString) throws(EvidenceError) -> [UInt8] {
    guard count >= 0, count <= remaining else {
      throw EvidenceError(
        .malformed,
        "\(subject): \(field) needs \(count) bytes at \(position), \(remaining) are left")
    }
    defer { offset += count }
    return Array(bytes[offset..<(offset + count)])
  }

  mutating func skip(_ count: Int, _ field: StaticString) throws(EvidenceError) {
    _ = try take(count, field)
  }

  mutating func little<Value: FixedWidthInteger>(
    _ field: StaticString, as type: Value.Type = Value.self
  ) throws(EvidenceError) -> Value {
    try take(Value.bitWidth / 8, field).reversed().reduce(0) { $0 << 8 | Value($1) }
  }

  mutating func big<Value: FixedWidthInteger>(
    _ field: StaticString, as type: Value.Type = Value.self
  ) throws(EvidenceError) -> Value {
    try take(Value.bitWidth / 8, field).reduce(0) { $0 << 8 | Value($1) }
  }

  /// A length of 16 bits, big-endian, and as many bytes (TPM2B of the TPM's library).
  mutating func sized(_ field: StaticString, atMost limit: Int) throws(EvidenceError) -> [UInt8] {
    let count = Int(try big(field, as: UInt16.self))
    guard count <= limit else {
      throw malformed("\(field) has \(count) bytes, at most \(limit) are allowed")
    }
    return try take(count, field)
  }

  /// Everything that is left.
  mutating func rest() -> [UInt8] {
    defer { offset = bytes.endIndex }
    return Array(bytes[offset...])
  }

  func finish() throws(EvidenceError) {
    guard remaining == 0 else { throw malformed("\(remaining) bytes follow its end") }
  }

  func malformed(_ detail: String) -> EvidenceError {
    EvidenceError(.malformed, "\(subject): \(detail)")
  }
}
