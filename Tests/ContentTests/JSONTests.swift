import Content
import TestSupport
import Testing

@Suite struct JSONTests {
  static func parse(_ text: String) throws(JSONError) -> JSON {
    try JSON(parsing: Array(text.utf8))
  }

  static func reason(_ text: String) -> JSONError.Reason? {
    do throws(JSONError) {
      _ = try parse(text)
      return nil
    } catch {
      return error.reason
    }
  }

  @Test("Values of every kind are read")
  func values() throws {
    let text = #" { "a" : [ 1 , -2.5e3 , "x\u00e9\ud83d\ude00\n" , true , false , null ] } "#
    let value = try Self.parse(text)
    #expect(
      value
        == .object([
          "a": .array([
            .number(1), .number(-2500), .string("xé😀\n"), .boolean(true), .boolean(false), .null,
          ])
        ]))
  }

  @Test(
    "What is not JSON is refused, and why is said",
    arguments: [
      ("", .unexpectedEnd), ("[1", .unexpectedEnd), ("{\"a\"", .unexpectedEnd),
      ("\"abc", .unexpectedEnd), ("tru", .unexpectedEnd), ("-", .unexpectedEnd),
      ("[1,]", .unexpectedByte), ("{,}", .unexpectedByte), ("{a:1}", .unexpectedByte),
      ("'a'", .unexpectedByte), ("truE", .unexpectedByte), ("/*x*/1", .unexpectedByte),
      ("NaN", .unexpectedByte), ("Infinity", .unexpectedByte), ("+1", .unexpectedByte),
      ("01", .trailingBytes), ("1 2", .trailingBytes), ("{}x", .trailingBytes),
      ("1.", .unexpectedEnd), ("[1.]", .invalidNumber), ("[1e]", .invalidNumber),
      ("1e999", .invalidNumber), ("-1e999", .invalidNumber),
      ("\"\u{1}\"", .invalidString), ("\"\\x\"", .invalidString), ("\"\\u12g4\"", .invalidString),
      ("\"\\ud800\"", .unexpectedByte), ("\"\\ud800\\u0041\"", .invalidString),
      ("\"\\udc00\"", .invalidString),
    ] as [(String, JSONError.Reason)])
  func refused(text: String, expected: JSONError.Reason) {
    #expect(Self.reason(text) == expected)
  }

  @Test(
    "A member name may not occur twice, in whatever spelling",
    arguments: [
      #"{"a":1,"a":2}"#, #"{"a":1,"\u0061":1}"#, #"{"":1,"":2}"#, #"[{"x":{"b":1,"c":2,"b":3}}]"#,
      #"{"é":1,"\u00e9":2}"#, #"{"\ud83d\ude00":1,"😀":2}"#,
    ])
  func duplicates(text: String) {
    #expect(Self.reason(text) == .duplicateName)
  }

  @Test("Names that only look alike are different names")
  func lookAlikes() throws {
    // é as one scalar, and as e with a combining accent.
    guard case .object(let object) = try Self.parse("{\"\u{E9}\":1,\"e\u{301}\":2}") else {
      Issue.record("not an object")
      return
    }
    #expect(object.members.count == 2)
    #expect(object["\u{E9}"] == .number(1))
    #expect(object["e\u{301}"] == .number(2))
  }

  @Test(
    "Invalid UTF-8 is refused",
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
    ] as [[UInt8]])
  func invalidUTF8(bytes: [UInt8]) {
    let error = #expect(throws: JSONError.self) { try JSON(parsing: bytes) }
    #expect(error?.reason == .invalidUTF8)
  }

  @Test(
    "Attack 20, limit error: nesting is bounded before the stack is",
    arguments: [65, 1000, 100_000])
  func depth(count: Int) {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
      let text =
        String(repeating: open, count: count) + "1" + String(repeating: close, count: count)
      #expect(Self.reason(text) == .tooDeep)
    }
    #expect(Self.reason(String(repeating: "[", count: count)) == .tooDeep)
  }

  @Test("Nesting up to the limit is read")
  func allowedDepth() {
    #expect(
      Self.reason(String(repeating: "[", count: 64) + String(repeating: "]", count: 64)) == nil)
  }

  @Test("A name that comes back after many others is still found")
  func lateDuplicates() {
    for count in 1...20 {
      let names = (0..<count).map { "\"n\($0)\":0" }.joined(separator: ",")
      #expect(Self.reason("{\(names)}") == nil)
      for index in 0..<count {
        #expect(Self.reason("{\(names),\"n\(index)\":1}") == .duplicateName)
      }
    }
  }

  @Test("Quotes, escapes and controls are seen at every place of a long string")
  func placesInStrings() throws {
    for length in 0..<40 {
      for place in 0...length {
        let (left, right) = (
          String(repeating: "x", count: place), String(repeating: "é", count: length - place)
        )
        #expect(try Self.parse("\"\(left)\\n\(right)\"") == .string(left + "\n" + right))
        #expect(Self.reason("\"\(left)\n\(right)\"") == .invalidString)
        #expect(Self.reason("\"\(left)\"\(right)1\"") == .trailingBytes)
        let text = JSON.string(left + "\\" + right + "\"\u{1F}")
        #expect(text.canonicalText == "\"\(left)\\\\\(right)\\\"\\u001f\"")
      }
    }
  }

  @Test("More bytes than the limit are refused unread")
  func size() {
    let limits = JSON.Limits(bytes: 10)
    #expect(throws: JSONError(.tooLarge, at: 10)) {
      try JSON(parsing: Array("\"123456789\"".utf8), limits: limits)
    }
    #expect(throws: Never.self) { try JSON(parsing: Array("\"12345678\"".utf8), limits: limits) }
  }

  @Test(
    "Canonically equivalent texts are different values and different names",
    arguments: [("K", "\u{212A}"), ("\u{E9}", "e\u{301}"), (";", "\u{37E}")])
  func equivalence(one: String, other: String) throws {
    #expect(one == other, "as Swift's strings have it")
    #expect(JSON.string(one) != JSON.string(other))
    #expect(JSON.array([.string(one)]) != JSON.array([.string(other)]))
    let both = try #require(JSONObject([(one, .null), (other, .null)]))
    #expect(both.members.count == 2)
  }

  @Test("An error names its offset and its place")
  func offset() throws {
    let syntax = try #require(throws: JSONError.self) { try Self.parse("[1, }") }
    #expect(syntax.reason == .unexpectedByte && syntax.offset == 4 && syntax.path == "[1]")
    let duplicate = try #require(throws: JSONError.self) { try Self.parse(#"{"a":1,"a":2}"#) }
    #expect(duplicate == JSONError(.duplicateName, at: 7, name: "a"))
  }

  @Test(
    "Only the canonical form passes as canonical",
    arguments: [
      (#"{"a":1,"b":[true,null,"é"]}"#, true), (#"{"b":1,"a":1}"#, false), (#"{"a": 1}"#, false),
      (#"{"a":1.0}"#, false), (#"{"a":1e0}"#, false), (#"{"a":-0}"#, false),
      (#"{"a":"\u00e9"}"#, false),
      (#"{"a":"\/"}"#, false), (#"{"a":1}"# + "\n", false), (#"{"a":"\u000a"}"#, false),
      (#"{"a":"\n"}"#, true), (#"{"a":100000000000000000000}"#, true), (#"{"a":1e+21}"#, true),
      (#"{"a":1e21}"#, false),
    ])
  func canonicalOnly(text: String, isCanonical: Bool) {
    let bytes = Array(text.utf8)
    if isCanonical {
      #expect(throws: Never.self) { try JSON(parsingCanonical: bytes) }
    } else {
      let error = #expect(throws: JSONError.self) { try JSON(parsingCanonical: bytes) }
      #expect(error?.reason == .notCanonical)
    }
  }

  @Test("Whatever a mutated document reads as, it reads alike from its canonical form")
  func mutations() throws {
    var generator = SeededGenerator()
    let original = Array(
      #"{"n":[0,-1.5,1e21,123456789012],"s":"a\"\\\u0001é😀","o":{"x":{},"y":[]},"b":true}"#.utf8)
    for round in 0..<SeededGenerator.rounds(20_000, long: 1_000_000) {
      let bytes = generator.mutation(of: original)
      guard let value = try? JSON(parsing: bytes) else { continue }
      let canonical = value.canonicalBytes
      let copy = try JSON(parsingCanonical: canonical)
      #expect(copy == value, "seed \(generator.seed), round \(round)")
    }
  }
}
