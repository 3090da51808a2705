/// Reads DER (X.690) as far as vendors' certificate extensions use it: definite, shortest lengths.
struct DERReader {
  enum Tag {
    static let integer: UInt8 = 0x02
    static let octetString: UInt8 = 0x04
    static let objectIdentifier: UInt8 = 0x06
    static let ia5String: UInt8 = 0x16
    static let sequence: UInt8 = 0x30
  }

  private var reader: ByteReader
  private let subject: String

  init(_ bytes: [UInt8], of subject: String) {
    reader = ByteReader(bytes, of: subject)
    self.subject = subject
  }

  var isAtEnd: Bool { reader.remaining == 0 }

  /// The next element, whatever it is.
  mutating func element() throws(EvidenceError) -> (tag: UInt8, content: [UInt8]) {
    let tag: UInt8 = try reader.big("tag")
    let first: UInt8 = try reader.big("length")
    guard first >= 0x80 else { return (tag, try reader.take(Int(first), "content")) }
    let width = Int(first & 0x7F)
    guard (1...2).contains(width) else { throw reader.malformed("a length of \(width) bytes") }
    let length = try reader.take(width, "length").reduce(0) { $0 << 8 | Int($1) }
    guard length >= (width == 1 ? 0x80 : 0x100) else {
      throw reader.malformed("a length that is not in its shortest form")
    }
    return (tag, try reader.take(length, "content"))
  }

  mutating func element(_ expected: UInt8) throws(EvidenceError) -> [UInt8] {
    let (tag, content) = try element()
    guard tag == expected else { throw reader.malformed("tag \(tag) instead of \(expected)") }
    return content
  }

  mutating func sequence() throws(EvidenceError) -> DERReader {
    DERReader(try element(Tag.sequence), of: subject)
  }

  /// A natural number of at most 32 bits.
  mutating func number() throws(EvidenceError) -> Int {
    let content = try element(Tag.integer)
    guard let first = content.first, first < 0x80, content.count <= 5 else {
      throw reader.malformed("an integer that is negative or too large")
    }
    let isPadded = content.count > 1 && first == 0 && content[1] < 0x80
    let value = content.reduce(0) { $0 << 8 | Int($1) }
    guard !isPadded, value <= Int(UInt32.max) else {
      throw reader.malformed("an integer that is too large or not in its shortest form")
    }
    return value
  }

  func finish() throws(EvidenceError) { try reader.finish() }
}
