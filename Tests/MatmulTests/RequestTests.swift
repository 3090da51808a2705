import NumPyFormat
import TestSupport
import Testing

/// The command line of the built workload.
@Suite struct RequestTests {
  /// A file of two by two numbers.
  static func matrix() throws -> [UInt8] {
    NumericArray.npyBytes(.float32, try Shape([2, 2]), [1, 2, 3, 4] as [Float])
  }

  @Test(
    "A wrong command line is answered with the usage and code 2",
    arguments: [
      [], ["a.npy"], ["a.npy", "b.npy"], ["a", "b", "c", "d"], ["--colour", "a", "b", "c"],
      ["--threads", "0", "a", "b", "c"], ["--threads", "x", "a", "b", "c"], ["--threads"],
      ["--profile", "exact", "a", "b", "c"], ["--profile"],
      ["--type", "float64", "a", "b", "c"], ["--type"],
      ["--type", "int8", "--profile", "blas-f32", "a", "b", "c"],
    ])
  func usage(arguments: [String]) throws {
    let result = try Program.matmul.get().run(arguments)
    #expect(result.code == 2)
    #expect(result.standardError.contains("usage: matmul"))
  }

  @Test("A missing input and an unwritable output are named")
  func files() throws {
    let folder = try Scratch()
    try folder.write(Self.matrix(), to: "a.npy")
    let input = folder.path("a.npy")
    let missing = try Program.matmul.get().run([
      input, folder.path("none.npy"), folder.path("c.npy"),
    ])
    #expect(missing.code == 1)
    #expect(missing.standardError.contains("none.npy: No such file or directory"))
    let unwritable = try Program.matmul.get().run([input, input, folder.path("none/c.npy")])
    #expect(unwritable.code == 1)
    #expect(unwritable.standardError.contains("none/c.npy: No such file or directory"))
  }

  @Test("A cut-off input is refused")
  func truncated() throws {
    let folder = try Scratch()
    let bytes = try Self.matrix()
    try folder.write(bytes, to: "a.npy")
    try folder.write(bytes.dropLast(1) + [], to: "b.npy")
    let paths = ["a", "b", "c"].map { folder.path("\($0).npy") }
    let result = try Program.matmul.get().run(paths)
    #expect(result.code == 1)
    #expect(result.standardError.contains("b.npy: file is 143 bytes long, expected 144"))
  }

  @Test("The static program says that it cannot load a C BLAS")
  func noLibrary() throws {
    let folder = try Scratch()
    try folder.write(Self.matrix(), to: "a.npy")
    let paths = ["a", "a", "c"].map { folder.path("\($0).npy") }
    let result = try Program.matmul.get().run(["--profile", "blas-f32"] + paths)
    #expect(result.code == 1)
    #expect(result.standardError.contains("fully static executable"))
  }
}
