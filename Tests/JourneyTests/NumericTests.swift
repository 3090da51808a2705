import Content
import Linux
import NumPyFormat
import TestSupport
import Testing

/// `assay run` of a product by a system's BLAS, which is compared by its numbers.
@Suite(.enabled(if: installedBLAS != nil, "no C BLAS here: run Tests/install-peers"))
struct NumericTests {
  let workspace: JourneyWorkspace

  init() throws {
    workspace = try JourneyWorkspace.shared.get()
    let library = try #require(installedBLAS)
    let program = try Program(named: "matmul-blas")
    let answer = try workspace.run(
      ["image", "build", program.path, "--name", "matmul-blas", "--library", library])
    try #require(answer.code == 0, "\(answer.standardError)")
  }

  /// A product of two small matrices, compared in this way.
  private func prepare(_ redundancy: JSON?) throws -> JourneyCase {
    let journey = try workspace.prepare([
      "schema": .string("urn:assay:schema:job:v1"), "image": .string("matmul-blas"),
      "command": .strings([
        "/matmul-blas", "--profile", "blas-f32", "/in/a.npy", "/in/a.npy", "/out/c.npy",
      ]),
      "inputs": .object(["a.npy": .object(["path": .string("a.npy")])]),
      "outputs": .strings(["c.npy"]), "numericProfile": .string("blas-f32"),
      "redundancy": redundancy,
    ])
    let values = (0..<64 * 64).map { Float($0 % 13) - 6.25 }
    let file = NumericArray.npyBytes(.float32, try Shape([64, 64]), values)
    try FileDescriptor.open(journey.folder.path, [.readOnly, .directory])
      .write(file, to: "a.npy", .atomic)
    return journey
  }

  private static let numeric: JSON = .object([
    "comparator": .string("numeric"), "tolerance": .object(["ulps": .integer(4)]),
  ])

  @Test("Of three providers, one is off by a rounding and agrees, one lies and deviates")
  func threeProviders() throws {
    let journey = try prepare(Self.numeric)
    let (code, document) = try journey.runJSON(
      ["--provider", "local"] + workspace.liar("last-place", name: "rounder")
        + workspace.liar("wrong-output"))
    #expect(code == 0)
    let verdict = try document.tag("verdict")
    #expect(try verdict.tag("status").string() == "accepted")
    let conclusions = try verdict.tag("findings").elements(atMost: 3).map {
      try $0.tag("conclusion").string()
    }
    #expect(conclusions.sorted() == ["agreed", "agreed", "deviated"])
    let verified = try journey.verify()
    #expect(verified.code == 0)
    #expect(verified.standardOutput.contains("passed       comparisons"))
    // The statement names the profile, and the workload the library.
    let errors = try Repository.bytes(at: journey.result + "/stderr")
    #expect(String(decoding: errors, as: UTF8.self).hasPrefix("profile blas-f32, library lib"))
    // Without what was not accepted, the comparison is the requestor's word.
    let folder = try FileDescriptor.open(journey.result, [.readOnly, .directory])
    try folder.removeTree("compared")
    let again = try journey.verify()
    #expect(again.code == 0)
    #expect(again.standardOutput.contains("not checked  comparisons"))
  }

  @Test("A number beyond the tolerance is named with its place")
  func beyond() throws {
    let journey = try prepare(Self.numeric)
    let answer = try journey.run(
      ["--provider", "local", "--provider", "local"] + workspace.liar("flipped-bit"))
    #expect(answer.code == 0)
    #expect(
      answer.standardOutput.contains(
        "liar: deviated: out/c.npy: 1 element beyond the tolerance, worst [63, 63]: "))
  }

  @Test("A comparison by digest is refused before anything runs")
  func digest() throws {
    let answer = try prepare(nil).run()
    #expect(answer.code == 2)
    #expect(answer.standardError.contains("redundancy.comparator: missing; expected “numeric”"))
  }
}

/// The first C BLAS of this machine that the workload knows.
private let installedBLAS = ["libopenblas.so.0", "libblis.so.4", "libblas.so.3"].first {
  DynamicLibrary($0) != nil
}
