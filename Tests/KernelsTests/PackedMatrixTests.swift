import Kernels
import Microkernels
import TestSupport
import Testing

/// Right-hand sides that are packed once.
@Suite struct PackedMatrixTests {
  @Test("A packed matrix gives the bits of the plain one", arguments: Level.available)
  func sameBits(level: Level) throws {
    var generator = SeededGenerator()
    for threads in [1, 2, 3] {
      let engine = try Engine(level: level, threads: threads)
      for (rows, columns, depth) in [
        (1, 1, 1), (1, 770, 600), (2, 31, 33), (5, 64, 65), (16, 768, 64), (97, 33, 600),
        (300, 70, 1030), (9, 97, 2060), (30, 161, 1030), (64, 225, 90), (0, 4, 4), (4, 4, 0),
      ] {
        for style in [LayoutStyle.plain, .rightTransposed, .strided] {
          let problem = Problem(
            rows: rows, columns: columns, depth: depth, style: style, using: &generator)
          try check(problem, on: engine, "\(style), seed \(generator.seed)")
        }
      }
    }
  }

  @Test("Beyond any cache it does so, too", arguments: Level.available)
  func far(level: Level) throws {
    var generator = SeededGenerator()
    let engine = try Engine(level: level)
    for rows in [1, 3] {
      let problem = Problem(
        rows: rows, columns: 4099, depth: 2050, style: .plain, using: &generator)
      try check(problem, on: engine, "seed \(generator.seed)")
    }
  }

  /// Computes the problem with its right-hand side packed, and compares with the reference.
  private func check(_ problem: Problem, on engine: Engine, _ origin: String) throws {
    let packed = try PackedMatrix(problem.right.span, problem.rightLayout, for: engine.level)
    var target = problem.start
    var span = target.mutableSpan
    try engine.multiply(
      problem.left.span, problem.leftLayout, packed, into: &span, problem.targetLayout,
      accumulate: true)
    let place = Elements(elements: target).firstDifference(
      from: problem.reference(accumulate: true))
    let (left, right) = (problem.leftLayout, problem.rightLayout)
    #expect(
      place == nil,
      "\(engine.level.name), \(left.rows) × \(right.columns) × \(left.columns), \(origin)")
  }

  @Test("Another level's packing and a transposed target are refused")
  func refusals() throws {
    let layout = Layout(rows: 4, columns: 4)
    let elements = [Float](repeating: 1, count: 16)
    var target = [Float](repeating: 0, count: 16)
    var span = target.mutableSpan
    let packed = try PackedMatrix(elements.span, layout, for: .named("baseline"))
    let baseline = try Engine(level: .named("baseline"))
    #expect(throws: KernelError.self) {
      try baseline.multiply(elements.span, layout, packed, into: &span, layout.transposed)
    }
    #expect(throws: KernelError.self) {
      try PackedMatrix(elements.span, Layout(rows: 5, columns: 4), for: .named("baseline"))
    }
    guard let other = Level.available.first(where: { $0.name != "baseline" }) else { return }
    let error = #expect(throws: KernelError.self) {
      try Engine(level: other).multiply(elements.span, layout, packed, into: &span, layout)
    }
    #expect(error?.code == .level)
  }
}
