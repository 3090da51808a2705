import TestSupport
import Testing

/// Batches, and operands that are stored in sixteen or eight bits, against NumPy.
@Suite(.enabled(if: Program.python != nil, "no Python with NumPy: run Tests/install-peers"))
struct StorageTests {
  /// Writes A and B of these shapes and types, from a seed. NumPy has no bfloat16: it gets the upper
  /// halves of float32 numbers, as bytes of no meaning.
  static let write = """
    import sys, numpy
    folder, seed, type = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    random = numpy.random.default_rng(seed)
    for name, text, signed in (("a", sys.argv[4], sys.argv[6]), ("b", sys.argv[5], sys.argv[7])):
        shape = tuple(int(word) for word in text.split("x"))
        if type == "int8":
            low = -128 if signed == "i1" else 0
            stored = random.integers(low, low + 256, shape).astype(signed)
        else:
            stored = random.standard_normal(shape).astype("f2" if type == "float16" else "f4")
        if type == "bfloat16":
            stored = (stored.view("u4") >> 16).astype("u2").view("V2")
        numpy.save(f"{folder}/{name}.npy", stored)
    """

  /// C must be what float64 says, within the rounding of a chain; of integers, exactly.
  static let check = """
    import sys, numpy
    folder, type, turned = sys.argv[1], sys.argv[2], sys.argv[3] == "turned"
    a, b, c = (numpy.load(f"{folder}/{name}.npy") for name in "abc")
    if type == "bfloat16":
        a, b = ((x.view("u2").astype("u4") << 16).view("f4") for x in (a, b))
    wide = "i8" if type == "int8" else "f8"
    a, b = a.astype(wide), b.astype(wide)
    b = numpy.swapaxes(b, -1, -2) if turned else b
    exact = a @ b
    assert c.shape == exact.shape and c.flags.c_contiguous, (c.shape, exact.shape)
    if type == "int8":
        assert c.dtype == numpy.int32 and (c == exact).all()
    else:
        assert c.dtype == numpy.float32
        unit = a.shape[-1] * 2.0**-24
        assert (abs(c - exact) <= 1.01 * unit * (abs(a) @ abs(b))).all(), abs(c - exact).max()
    """

  struct Row: Sendable, CustomTestStringConvertible {
    let type: String
    let left: String
    let right: String
    var signs = ["i1", "i1"]
    var isTurned = false
    var testDescription: String { "\(type) \(left) by \(right)\(isTurned ? ", turned" : "")" }
  }

  static let rows = [
    Row(type: "float32", left: "5x7x3", right: "5x3x4"),
    Row(type: "float32", left: "20x2x33", right: "33x17"),
    Row(type: "float32", left: "9x40", right: "3x40x5"),
    Row(type: "float32", left: "4x3x8", right: "4x6x8", isTurned: true),
    Row(type: "float32", left: "0x3x8", right: "8x2"),
    Row(type: "float32", left: "2x0x8", right: "2x8x2"),
    Row(type: "float16", left: "33x65", right: "65x17"),
    Row(type: "float16", left: "3x4x5", right: "3x5x6"),
    Row(type: "bfloat16", left: "19x128", right: "64x128", isTurned: true),
    Row(type: "bfloat16", left: "2x4x5", right: "5x6"),
    Row(type: "int8", left: "17x300", right: "300x9"),
    Row(type: "int8", left: "17x300", right: "300x9", signs: ["u1", "i1"]),
    Row(type: "int8", left: "3x300", right: "9x300", signs: ["i1", "u1"], isTurned: true),
    Row(type: "int8", left: "10x2x31", right: "10x31x3", signs: ["u1", "u1"]),
  ]

  @Test("Agrees with NumPy, whatever the number of threads", arguments: rows)
  func agrees(row: Row) throws {
    let folder = try Scratch()
    let seed = "\(UInt64.random(in: 0..<1 << 32))"
    let written = try Program.python(
      Self.write, [folder.path(""), seed, row.type, row.left, row.right] + row.signs)
    try #require(written.code == 0, "\(written.standardError)")
    let options = ["--type", row.type] + (row.isTurned ? ["--transpose-b"] : [])
    let product = try Program.matmul.get().run(
      options + ["a", "b", "c"].map { folder.path("\($0).npy") })
    try #require(product.code == 0, "\(product.standardError)")
    let checked = try Program.python(
      Self.check, [folder.path(""), row.type, row.isTurned ? "turned" : "plain"])
    #expect(checked.code == 0, "seed \(seed): \(checked.standardError)")
    let again = try Program.matmul.get().run(
      options + ["--threads", "3"] + ["a", "b", "d"].map { folder.path("\($0).npy") })
    #expect(again.standardError == product.standardError)
    #expect(try folder.bytes("d.npy") == folder.bytes("c.npy"), "seed \(seed)")
  }

  @Test("Says how far a batch is, at most eight times")
  func progress() throws {
    let folder = try Scratch()
    let written = try Program.python(
      Self.write, [folder.path(""), "1", "int8", "20x2x3", "3x4", "i1", "i1"])
    try #require(written.code == 0, "\(written.standardError)")
    let product = try Program.matmul.get().run(
      ["--type", "int8"] + ["a", "b", "c"].map { folder.path("\($0).npy") })
    let lines = product.standardError.split(separator: "\n").map(String.init)
    #expect(lines.first == "profile assay-f32-v1" && lines.count == 8)
    #expect(lines[1] == "product 3 of 20" && lines.last == "product 20 of 20")
  }
}
