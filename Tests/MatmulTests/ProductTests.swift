import NumPyFormat
import TestSupport
import Testing

/// The built workload against NumPy: files that NumPy wrote, products that NumPy checks.
@Suite(.enabled(if: Program.python != nil, "no Python with NumPy: run Tests/install-peers"))
struct ProductTests {
  /// Writes A and B of the given shape, from a seed, with `numpy.save`.
  static let write = """
    import sys, numpy
    folder, rows, depth, columns, seed = sys.argv[1], *map(int, sys.argv[2:])
    random = numpy.random.default_rng(seed)
    for name, shape in (("a", (rows, depth)), ("b", (depth, columns))):
        numpy.save(f"{folder}/{name}.npy", random.standard_normal(shape).astype(numpy.float32))
    """

  static let turn = """
    import sys, numpy
    b = numpy.load(sys.argv[1] + "b.npy")
    numpy.save(sys.argv[1] + "bt.npy", numpy.ascontiguousarray(b.T))
    """

  /// Each element may be off by the rounding of its chain: depth roundings of at most half an ulp,
  /// relative to the sum of the magnitudes (Higham, Accuracy and Stability, section 3.1).
  static let check = """
    import sys, numpy
    folder = sys.argv[1]
    a, b, c = (numpy.load(f"{folder}/{name}.npy") for name in "abc")
    assert c.dtype == numpy.float32 and c.flags.c_contiguous and c.shape == (a.shape[0], b.shape[1])
    a, b = a.astype(numpy.float64), b.astype(numpy.float64)
    unit = a.shape[1] * 2.0**-24
    assert (abs(c - a @ b) <= 1.01 * unit * (abs(a) @ abs(b))).all(), abs(c - a @ b).max()
    numpy.save(f"{folder}/same.npy", c)
    """

  @Test(
    "Agrees with NumPy in float64",
    arguments: [
      (1, 1, 1), (2, 3, 4), (17, 1, 5), (1, 257, 1), (0, 3, 2), (3, 0, 2), (64, 64, 64),
      (61, 127, 97), (200, 1000, 33),
    ])
  func agrees(rows: Int, depth: Int, columns: Int) throws {
    let folder = try Scratch()
    let seed = UInt64.random(in: 0..<1 << 32)
    let shape = [rows, depth, columns].map(String.init)
    let written = try Program.python(Self.write, [folder.path("")] + shape + ["\(seed)"])
    try #require(written.code == 0, "\(written.standardError)")
    let product = try Program.matmul.get().run(["a", "b", "c"].map { folder.path("\($0).npy") })
    try #require(product.code == 0, "\(product.standardError)")
    let checked = try Program.python(Self.check, [folder.path("")])
    #expect(checked.code == 0, "seed \(seed): \(checked.standardError)")
    // Threads and a transposed operand change nothing.
    let turned = try Program.python(Self.turn, [folder.path("")])
    try #require(turned.code == 0, "\(turned.standardError)")
    let again = try Program.matmul.get().run(
      ["--threads", "3", "--transpose-b"] + ["a", "bt", "d"].map { folder.path("\($0).npy") })
    try #require(again.code == 0, "\(again.standardError)")
    #expect(try folder.bytes("d.npy") == folder.bytes("c.npy"), "seed \(seed)")
    // The writer's bytes are NumPy's own.
    #expect(try folder.bytes("c.npy") == folder.bytes("same.npy"), "seed \(seed)")
  }

  @Test(
    "Refuses what is no product, in words",
    arguments: [
      ("a.astype('f8')", "b", "descr is '<f8'"),
      ("a", "b.astype('>f4')", "descr is '>f4'"),
      ("numpy.asfortranarray(a)", "b", "fortran_order is True"),
      ("a", "a", "expected as many columns"),
      ("a.ravel()", "b", "shape is (6,)"),
      ("a", "b.reshape(1, 1, 3, 4)", "shape is (1, 1, 3, 4)"),
      ("a.reshape(2, 1, 3)", "numpy.ones((3, 3, 4), 'f4')", "batch of 2"),
      ("a.reshape(2, 3, 1)", "b", "expected as many columns"),
      ("a.astype('f2')", "b", "descr is '<f2', expected '<f4' (float32)"),
    ])
  func refuses(left: String, right: String, reason: String) throws {
    let folder = try Scratch()
    let script = """
      import sys, numpy
      a, b = (numpy.ones(shape, numpy.float32) for shape in ((2, 3), (3, 4)))
      numpy.save(sys.argv[1] + "a.npy", \(left))
      numpy.save(sys.argv[1] + "b.npy", \(right))
      """
    let written = try Program.python(script, [folder.path("")])
    try #require(written.code == 0, "\(written.standardError)")
    let product = try Program.matmul.get().run(["a", "b", "c"].map { folder.path("\($0).npy") })
    #expect(product.code == 1)
    #expect(product.standardOutput.isEmpty)
    #expect(product.standardError.contains(reason), "\(product.standardError)")
  }
}
