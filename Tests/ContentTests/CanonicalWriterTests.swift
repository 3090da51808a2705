import Content
import TestSupport
import Testing

@Suite struct CanonicalWriterTests {
  @Test("Members and elements are separated as the tree's encoding separates them")
  func separators() throws {
    var writer = CanonicalWriter()
    writer.object { writer in
      writer.member("a", 1)
      writer.member("b", each: ["x", "y"]) { $0.string($1) }
      writer.member("c") { $0.member("d", "e") }
      writer.member("f", each: [Int]()) { $0.integer(Int64($1)) }
      writer.name("g")
      writer.null()
      writer.name("h")
      writer.boolean(false)
    }
    let text = #"{"a":1,"b":["x","y"],"c":{"d":"e"},"f":[],"g":null,"h":false}"#
    #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    #expect(try JSON(parsing: writer.bytes).canonicalBytes == writer.bytes)
  }

  @Test("Every byte below 128 is escaped as RFC 8785 has it")
  func escapes() throws {
    for unit in UInt8(0)..<128 {
      var writer = CanonicalWriter()
      writer.string(String(Character(Unicode.Scalar(unit))))
      let expected: String =
        switch unit {
        case 0x08: "\\b"
        case 0x09: "\\t"
        case 0x0A: "\\n"
        case 0x0C: "\\f"
        case 0x0D: "\\r"
        case 0x22: "\\\""
        case 0x5C: "\\\\"
        case ..<0x10: "\\u000" + String(unit, radix: 16)
        case ..<0x20: "\\u00" + String(unit, radix: 16)
        default: String(Character(Unicode.Scalar(unit)))
        }
      #expect(String(decoding: writer.bytes, as: UTF8.self) == "\"\(expected)\"")
    }
  }

  @Test("Members come in the order of UTF-16 code units")
  func order() {
    let object: JSON = .object([
      "\u{20AC}": .null, "\r": .null, "\u{FB33}": .null, "1": .null, "\u{1F600}": .null,
      "\u{80}": .null, "\u{F6}": .null,
    ])
    #expect(
      object.canonicalText
        == "{\"\\r\":null,\"1\":null,\"\u{80}\":null,\"\u{F6}\":null,\"\u{20AC}\":null,"
        + "\"\u{1F600}\":null,\"\u{FB33}\":null}")
  }

  @Test("The order of names is that of their UTF-16 code units, for names of all planes")
  func randomOrder() {
    var generator = SeededGenerator()
    for _ in 0..<2000 {
      let names = (0..<3).map { _ in CanonicalPeerTests.text(&generator) + "x" }
      var object = JSONObject()
      for name in names { object[name] = .null }
      let members = object.members.map(\.name)
      for (left, right) in zip(members, members.dropFirst()) {
        #expect(
          left.utf16.lexicographicallyPrecedes(right.utf16), "seed \(generator.seed): \(names)")
      }
    }
  }

  @Test("Random numbers come back bit for bit")
  func numbers() throws {
    var generator = SeededGenerator()
    for _ in 0..<SeededGenerator.rounds(20_000, long: 1_000_000) {
      let number = Double(bitPattern: generator.next())
      guard number.isFinite else { continue }
      let bytes = JSON.number(number).canonicalBytes
      #expect(try JSON(parsingCanonical: bytes) == .number(number), "seed \(generator.seed)")
    }
  }

  @Test("What JSON cannot say is not written")
  func traps() async {
    await #expect(processExitsWith: .failure) { _ = JSON.number(.infinity).canonicalBytes }
    await #expect(processExitsWith: .failure) { _ = JSON.number(.nan).canonicalBytes }
    await #expect(processExitsWith: .failure) { _ = JSON.integer(1 << 53) }
  }
}
