import Kernels
import TestSupport
import Testing

@Suite struct SystemBLASTests {
  static let library = try? SystemBLAS()

  @Test(
    "A system's BLAS agrees with the chain within its rounding, whatever the layout",
    .enabled(if: library != nil, "no C BLAS on this system: install libopenblas0"),
    arguments: [LayoutStyle.plain, .gaps, .leftTransposed, .rightTransposed])
  func agrees(style: LayoutStyle) throws {
    let library = try #require(Self.library)
    var generator = SeededGenerator()
    let problem = Problem(rows: 33, columns: 21, depth: 65, style: style, using: &generator)
    var target = problem.start
    var span = target.mutableSpan
    try library.multiply(
      problem.left.span, problem.leftLayout, problem.right.span, problem.rightLayout, into: &span,
      problem.targetLayout, accumulate: true)
    let exact = problem.reference(accumulate: true).elements
    let scale = exact.map(\.magnitude).max() ?? 1
    for (value, expected) in zip(target, exact) {
      #expect(abs(value - expected) <= 1e-4 * scale)
    }
  }

  @Test("Where there is none, the error says what to install")
  func absent() {
    let error = #expect(throws: KernelError.self) {
      try SystemBLAS(candidates: ["libnone.so.0"])
    }
    #expect(error?.description.contains("libopenblas0") == true)
  }
}
