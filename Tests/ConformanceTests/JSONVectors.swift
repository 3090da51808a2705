import Content
import TestSupport

/// JSONTestSuite, and the vectors of RFC 8785's author.
enum JSONVectors {
  /// What our reader does with files that the suite leaves to the reader; all others are refused.
  ///
  /// Numbers too small for a double round to zero, and integers beyond 53 bits round, as RFC 8259
  /// allows and canonical form then shows.
  static let accepted: Set<String> = [
    "i_number_double_huge_neg_exp.json", "i_number_real_underflow.json",
    "i_number_too_big_neg_int.json",
    "i_number_too_big_pos_int.json", "i_number_very_big_negative_int.json",
  ]

  /// Valid by the grammar, yet refused: a name that occurs twice means two things to two readers.
  static let refused: Set<String> = [
    "y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json",
  ]

  /// Transformations that give a value; the rest have duplicate names or lone surrogates.
  static let transformed: Set<String> = [
    "number_-9223372036854775808.json", "number_-9223372036854775809.json",
    "number_1.000000000000000005.json", "number_1000000000000000.json",
    "number_10000000000000000999.json", "number_1e-999.json", "number_9223372036854775807.json",
    "number_9223372036854775808.json",
    "number_1e6.json", "number_1.0.json", "object_key_nfc_nfd.json", "object_key_nfd_nfc.json",
    "string_with_escaped_NULL.json",
  ]

  static func parsing(_ root: String) throws -> [ConformanceReport] {
    var parsing = ConformanceReport("JSONTestSuite, parsing")
    for name in try Repository.names(in: root + "/test_parsing") {
      let valid = name.hasPrefix("y_") && !refused.contains(name)
      let expected = valid || accepted.contains(name)
      let bytes = try Repository.bytes(at: "\(root)/test_parsing/\(name)")
      parsing.check(
        reads(bytes) == expected, "\(name): expected \(expected ? "a value" : "an error")")
    }
    var transforms = ConformanceReport("JSONTestSuite, transform")
    for name in try Repository.names(in: root + "/test_transform") {
      let expected = transformed.contains(name)
      let bytes = try Repository.bytes(at: "\(root)/test_transform/\(name)")
      transforms.check(
        reads(bytes) == expected, "\(name): expected \(expected ? "a value" : "an error")")
    }
    return [parsing, transforms]
  }

  private static func reads(_ bytes: [UInt8]) -> Bool {
    (try? JSON(parsing: bytes)) != nil
  }

  static func canonicalisation(_ root: String) throws -> [ConformanceReport] {
    var files = ConformanceReport("JCS, documents")
    for name in try Repository.names(in: root) where name.hasSuffix(".input.json") {
      let base = "\(root)/\(name.dropLast(".input.json".count))"
      let input = try JSON(parsing: Repository.bytes(at: "\(root)/\(name)"))
      let expected = try Repository.bytes(at: base + ".output.json")
      files.check(input.canonicalBytes == expected, name)
      let hexadecimal = String(
        decoding: try Repository.bytes(at: base + ".outhex.txt"), as: UTF8.self
      )
      .filter { !$0.isWhitespace }
      files.check(
        Hexadecimal.encode(input.canonicalBytes) == hexadecimal, name + ", in hexadecimal")
      files.check((try? JSON(parsingCanonical: expected)) == input, name + ", read as canonical")
    }
    return [
      files, try numbers(root + "/numbers.json", "JCS, numbers"),
      try numbers(root + "/numbers-rfc8785-appendix-b.json", "JCS, RFC 8785 appendix B"),
    ]
  }

  /// Rows of an IEEE 754 bit pattern and the text that it has, or `ERROR …`.
  private static func numbers(_ path: String, _ name: String) throws -> ConformanceReport {
    var report = ConformanceReport(name)
    for row in try JSONField(JSON(parsing: Repository.bytes(at: path))).elements(atMost: 10_000) {
      let cells = try row.elements(atMost: 2)
      let (pattern, text) = (try cells[0].string(), try cells[1].string())
      let number = UInt64(pattern, radix: 16).map { Double(bitPattern: $0) } ?? .nan
      if text.hasPrefix("ERROR") {
        report.check(!number.isFinite && !reads(Array("\(number)".utf8)), pattern)
      } else {
        report.check(JSON.number(number).canonicalText == text, "\(pattern): expected \(text)")
      }
    }
    return report
  }
}
