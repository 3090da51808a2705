import Content
import Linux
import TestSupport
import Testing

@Suite struct CanonicalPeerTests {
  /// A random value, at most `depth` levels deep.
  static func value(depth: Int, _ generator: inout SeededGenerator) -> JSON {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
    case 0: return .null
    case 1: return .boolean(Bool.random(using: &generator))
    case 2: return .number(Double(Int32(truncatingIfNeeded: generator.next())))
    case 3:
      let number = Double(bitPattern: generator.next())
      return .number(number.isFinite ? number : 0.1)
    case 4, 5: return .string(text(&generator))
    case 6:
      let count = Int.random(in: 0...4, using: &generator)
      return .array((0..<count).map { _ in value(depth: depth - 1, &generator) })
    default:
      var object = JSONObject()
      for _ in 0..<Int.random(in: 0...5, using: &generator) {
        object[text(&generator)] = value(depth: depth - 1, &generator)
      }
      return .object(object)
    }
  }

  /// Up to six scalars, of the places where encodings differ most.
  static func text(_ generator: inout SeededGenerator) -> String {
    let ranges: [ClosedRange<UInt32>] = [
      0...0x1F, 0x20...0x7F, 0x80...0x7FF, 0x2028...0x2029, 0xE000...0xFFFF, 0x1_0000...0x10_FFFF,
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      let range = ranges.randomElement(using: &generator) ?? 0...0
      text.append(Unicode.Scalar(UInt32.random(in: range, using: &generator)) ?? "x")
    }
    return String(text)
  }

  @Test(
    "The rfc8785 package writes the same canonical bytes as we do",
    .enabled(
      if: Repository.python(with: "rfc8785") != nil,
      "no Python with rfc8785: run Tests/install-peers"))
  func agreement() throws {
    var generator = SeededGenerator()
    let documents = JSON.array((0..<2000).map { _ in Self.value(depth: 4, &generator) })
    let directory = try TemporaryDirectory()
    let bytes = documents.canonicalBytes
    try FileDescriptor.open(directory.path, [.readOnly, .directory])
      .write(bytes, to: "documents", .atomic)
    // ECMAScript has one kind of number, hence floats throughout.
    let program = """
      import hashlib, json, rfc8785, sys
      text = open(sys.argv[1] + "/documents", "rb").read()
      print(hashlib.sha256(rfc8785.dumps(json.loads(text, parse_int=float))).hexdigest())
      """
    let interpreter = try #require(Repository.python(with: "rfc8785"))
    let answer = try Repository.output(of: [interpreter, "-c", program, directory.path])
    #expect(answer == Digest(of: bytes).hexadecimal + "\n", "seed \(generator.seed)")
  }
}
