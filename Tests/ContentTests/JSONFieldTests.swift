import Content
import Testing

@Suite struct JSONFieldTests {
  static let document =
    #"{"a":{"b":[1,2.5,"x"]},"é.f":true,"key":"00","path":"../x","n":9007199254740993}"#

  static func field(_ text: String = document) throws -> JSONField {
    JSONField(try JSON(parsing: Array(text.utf8)))
  }

  @Test("An error carries the path, the value and what was expected")
  func errors() throws {
    let a = try Self.field().tag("a")
    #expect(
      throws: FieldError(path: "a.b[2]", value: "\"x\"", expected: "an integer from 0 to 9")
    ) { try a.tag("b").elements(atMost: 3)[2].integer(in: 0...9) }
    #expect(throws: FieldError(path: "a.c", value: nil, expected: "a string")) {
      try a.tag("c").string()
    }
    let fraction = #expect(throws: FieldError.self) {
      try a.tag("b").elements(atMost: 3)[1].integer(in: 0...9)
    }
    #expect(fraction?.value == "2.5")
  }

  @Test("Unknown members are refused by name, in whatever alphabet")
  func unknown() throws {
    let error = #expect(throws: FieldError.self) {
      try Self.field().object("a", "key", "path", "n")
    }
    #expect(error?.path == #"["é.f"]"#)
    #expect(error?.expected.contains("known fields are a, key") == true)
  }

  @Test("Counts are limited")
  func counts() throws {
    #expect(throws: FieldError.self) { try Self.field().tag("a").tag("b").elements(atMost: 2) }
    #expect(throws: FieldError.self) { try Self.field().members(atMost: 4) }
    #expect(try Self.field().members(atMost: 5).count == 5)
  }

  @Test("Typed texts that break their rule are refused")
  func texts() throws {
    let field = try Self.field()
    #expect(throws: FieldError.self) { try field.tag("key").publicKey() }
    #expect(throws: FieldError.self) { try field.tag("key").hexadecimal(count: 2) }
    #expect(try field.tag("key").hexadecimal(count: 1) == [0])
    #expect(throws: FieldError.self) { try field.tag("key").timestamp() }
    #expect(throws: FieldError.self) { try field.tag("key").digest() }
    #expect(throws: FieldError.self) { try field.tag("key").base64(atMost: 100) }
    #expect(throws: FieldError.self) { try field.tag("path").relativePath() }
  }

  @Test("An integer that a double cannot hold exactly is not taken for its neighbour")
  func largeIntegers() throws {
    #expect(throws: FieldError.self) {
      try Self.field().tag("n").integer(in: 0...JSON.largestInteger)
    }
  }
}
