import Content
import TestSupport
import Testing

@Suite struct CanonicalReaderTests {
  /// Reads `{"a":<integer>,"b":<string>,"c":[<strings>]}`, where `b` may be absent.
  static func read(_ text: String) throws(FieldError) -> (Int64, String?, [String]) {
    var reader = CanonicalReader(Array(text.utf8))
    try reader.beginObject()
    let first = try reader.integer("a", in: 0...JSON.largestInteger)
    let second = reader.isNext("b") ? try reader.string("b") : nil
    let third = try reader.strings("c", atMost: 2)
    try reader.endObject()
    try reader.finish()
    return (first, second, third)
  }

  static func path(_ text: String) -> String? {
    do throws(FieldError) {
      _ = try read(text)
      return nil
    } catch {
      return error.path
    }
  }

  @Test("Members are read in their order")
  func members() throws {
    #expect(try Self.read(#"{"a":0,"b":"x\n\"é","c":[]}"#) == (0, "x\n\"é", []))
    #expect(
      try Self.read(#"{"a":9007199254740991,"c":["","y"]}"#) == (
        JSON.largestInteger, nil, ["", "y"]
      ))
  }

  @Test(
    "Whatever is not canonical, or not what was asked for, is refused and named",
    arguments: [
      (#""#, ""), (#"[]"#, ""), (#"{}"#, "a"), (#"{ "a":1,"c":[]}"#, "a"), (#"{"c":[]}"#, "a"),
      (#"{"a":01,"c":[]}"#, "a"), (#"{"a":-1,"c":[]}"#, "a"), (#"{"a":1.0,"c":[]}"#, "c"),
      (#"{"a":1e3,"c":[]}"#, "c"), (#"{"a":9007199254740992,"c":[]}"#, "a"),
      (#"{"a":99999999999999999999,"c":[]}"#, "a"), (#"{"a":"1","c":[]}"#, "a"), (#"{"a":}"#, "a"),
      (#"{"a":1,"b":2,"c":[]}"#, "b"), (#"{"a":1,"b":"\u00e9","c":[]}"#, "b"),
      (#"{"a":1,"b":"\/","c":[]}"#, "b"), (#"{"a":1,"b":"\"#, "b"), (#"{"a":1,"b":"x"#, "b"),
      ("{\"a\":1,\"b\":\"\t\",\"c\":[]}", "b"), (#"{"a":1,"c":["x","y","z"]}"#, "c"),
      (#"{"a":1,"c":["x",1]}"#, "c[1]"), (#"{"a":1,"c":["x",]}"#, "c[1]"),
      (#"{"a":1,"c":[,"x"]}"#, "c[0]"),
      (#"{"a":1,"c":["x""y"]}"#, "c"), (#"{"a":1,"c":[]} "#, ""), (#"{"a":1,"c":[],"d":1}"#, ""),
      (#"{"a":1,"a":1,"c":[]}"#, "c"), (#"{"a":1,"c":[],"c":[]}"#, ""), (#"{"a":1,"c":[]"#, ""),
    ])
  func refused(text: String, path: String) {
    #expect(Self.path(text) == path)
  }

  @Test("Invalid UTF-8 is refused")
  func encoding() {
    var reader = CanonicalReader([0x7B, 0x22, 0x61, 0x22, 0x3A, 0x22, 0xC3, 0x22, 0x7D])
    #expect(throws: FieldError.self) {
      try reader.beginObject()
      _ = try reader.string("a")
    }
  }

  @Test("Mutated documents are read only if they are canonical JSON")
  func mutations() {
    var generator = SeededGenerator()
    let original = Array(#"{"a":120,"b":"x\n\"é","c":["one","two"]}"#.utf8)
    for round in 0..<SeededGenerator.rounds(20_000, long: 1_000_000) {
      let bytes = generator.mutation(of: original)
      guard Self.path(String(decoding: bytes, as: UTF8.self)) == nil else { continue }
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(throws: Never.self, "seed \(generator.seed), round \(round)") {
        try JSON(parsingCanonical: Array(text.utf8))
      }
    }
  }
}
