import Kernels
import Microkernels
import TestSupport
import Testing

/// Few rows or one column over operands that are too large for the caches.
@Suite struct ThinTests {
  @Test(
    "Vectors times matrices have the reference's bits", arguments: Level.available,
    [
      (1, 1031, 130), (1, 96, 1100), (2, 700, 257), (3, 4100, 17), (4, 333, 300), (5, 700, 260),
      (14, 300, 513), (1100, 1, 300), (4099, 1, 17), (257, 1, 1031),
    ])
  func reference(level: Level, shape: (rows: Int, columns: Int, depth: Int)) throws {
    var generator = SeededGenerator()
    for threads in [1, 3] {
      let engine = try Engine(level: level, threads: threads)
      for style in LayoutStyle.allCases {
        let problem = Problem(
          rows: shape.rows, columns: shape.columns, depth: shape.depth, style: style,
          using: &generator)
        for accumulate in [false, true] {
          let computed = try problem.compute(on: engine, accumulate: accumulate)
          #expect(
            computed.firstDifference(from: problem.reference(accumulate: accumulate)) == nil,
            "\(level.name), \(shape), \(style), threads \(threads), seed \(generator.seed)")
        }
      }
    }
  }

  @Test("Special values keep the reference's bits", arguments: Level.available)
  func specials(level: Level) throws {
    var generator = SeededGenerator()
    for (rows, columns) in [(1, 700), (700, 1), (3, 300)] {
      for style in [LayoutStyle.plain, .rightTransposed] {
        let problem = Problem(
          rows: rows, columns: columns, depth: 300, style: style, using: &generator,
          values: Problem.specialValues)
        let computed = try problem.compute(on: Engine(level: level), accumulate: true)
        #expect(
          computed.firstDifference(from: problem.reference(accumulate: true)) == nil,
          "\(level.name), \(rows) × \(columns), \(style), seed \(generator.seed)")
      }
    }
  }

  @Test("A packed right-hand side without depth leaves zeros", arguments: Level.available)
  func noDepth(level: Level) throws {
    let packed = try PackedMatrix([Float]().span, Layout(rows: 0, columns: 5), for: level)
    var target = [Float](repeating: 3, count: 500)
    var span = target.mutableSpan
    try Engine(level: level).multiply(
      [Float]().span, Layout(rows: 100, columns: 0), packed, into: &span,
      Layout(rows: 100, columns: 5))
    #expect(target.allSatisfy { $0.bitPattern == 0 })
  }
}
