/// Reads the one Python literal that a header is: a dictionary of a string, a bool and a tuple.
struct HeaderParser {
  struct Fields {
    let elementType: String
    let isFortranOrder: Bool
    let shape: [Int]
  }

  private let text: ArraySlice<UInt8>
  private var position: Int

  init(text: ArraySlice<UInt8>) {
    self.text = text
    position = text.startIndex
  }

  /// The three entries, in any order; each must be there exactly once.
  mutating func fields() throws(NumPyFormatError) -> Fields {
    var elementType: String?
    var isFortranOrder: Bool?
    var shape: [Int]?
    try expect("{")
    while !take("}") {
      let key = try string("key")
      try expect(":")
      switch key {
      case "descr" where elementType == nil: elementType = try string("descr")
      case "fortran_order" where isFortranOrder == nil: isFortranOrder = try boolean()
      case "shape" where shape == nil: shape = try tuple()
      default: throw failure("key", "'\(key)'", "descr, fortran_order and shape, each once")
      }
      if !take(",") {
        try expect("}")
        break
      }
    }
    skipSpace()
    guard position == text.endIndex else { throw unexpected("the end of the header") }
    guard let elementType, let isFortranOrder, let shape else {
      throw failure("header", "incomplete", "descr, fortran_order and shape")
    }
    return Fields(elementType: elementType, isFortranOrder: isFortranOrder, shape: shape)
  }

  private mutating func string(_ field: String) throws(NumPyFormatError) -> String {
    skipSpace()
    guard let quote = current, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      if field == "descr" && current == UInt8(ascii: "[") {
        throw NumPyFormatError(
          .elementType, field, "a structured type", expected: "'<f4'",
          mend: "save one field as float32")
      }
      throw unexpected("a quoted string")
    }
    position += 1
    let rest = text[position...]
    guard let end = rest.firstIndex(of: quote) else { throw unexpected("a closing quote") }
    let bytes = text[position..<end]
    // Escapes have no business in the strings that may stand here.
    guard bytes.allSatisfy({ (0x20..<0x7f).contains($0) && $0 != UInt8(ascii: "\\") }) else {
      throw unexpected("printable characters")
    }
    position = end + 1
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func boolean() throws(NumPyFormatError) -> Bool {
    skipSpace()
    for (word, value) in [("True", true), ("False", false)]
    where text[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    throw unexpected("True or False")
  }

  private mutating func tuple() throws(NumPyFormatError) -> [Int] {
    try expect("(")
    var numbers: [Int] = []
    while !take(")") {
      numbers.append(try integer())
      if take(",") { continue }
      // Python reads (3) as a number; only (3,) is a tuple.
      guard numbers.count > 1 else { throw unexpected("a comma") }
      try expect(")")
      break
    }
    return numbers
  }

  private mutating func integer() throws(NumPyFormatError) -> Int {
    skipSpace()
    let digits = text[position...].prefix {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
    }
    let literal = String(decoding: digits, as: UTF8.self)
    guard !literal.isEmpty else { throw unexpected("a whole number") }
    guard let value = Int(literal) else {
      throw NumPyFormatError(
        .shape, "shape", literal.count > 40 ? "a number of \(literal.count) digits" : literal,
        expected: "a whole number that fits 64 bits", mend: "write the file with numpy.save")
    }
    position += digits.count
    return value
  }

  private var current: UInt8? { position < text.endIndex ? text[position] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
      position += 1
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard current == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(NumPyFormatError) {
    guard take(character) else { throw unexpected("'\(character)'") }
  }

  private func unexpected(_ expected: String) -> NumPyFormatError {
    let found = current.map { "byte 0x\(String($0, radix: 16))" } ?? "the end"
    let offset = position - text.startIndex
    return failure("header", "\(found) at offset \(offset)", expected)
  }

  private func failure(_ field: String, _ value: String, _ expected: String) -> NumPyFormatError {
    NumPyFormatError(
      .header, field, value, expected: expected, mend: "write the file with numpy.save")
  }
}
