import Kernels
import Microkernels
import TestSupport
import Testing

/// Products at every level of this processor, bit for bit against the definition.
@Suite struct MultiplyTests {
  static let levels = Level.available

  /// Zero, one, primes, one off each tile, panel and block size, and a long chain.
  static let shapes: [(rows: Int, columns: Int, depth: Int)] = [
    (0, 5, 3), (5, 0, 3), (5, 3, 0), (1, 1, 1), (1, 1, 4099), (2, 3, 5), (5, 7, 11), (6, 16, 8),
    (7, 15, 9), (13, 31, 17), (14, 32, 33), (15, 33, 64), (16, 16, 16), (17, 48, 31),
    (29, 65, 127), (1, 1024, 37), (1023, 1, 19), (61, 97, 511), (64, 64, 512), (167, 31, 513),
    (168, 33, 1024), (169, 129, 1025), (331, 257, 255), (3, 4097, 40), (30, 4111, 21),
    (15, 17, 20), (12, 100, 16), (85, 193, 1033), (15, 64, 1027), (21, 128, 2050), (40, 191, 1024),
    (260, 20, 520),
  ]

  /// What has instructions for whole numbers besides must not lose a way for floats by that.
  @Test func floatsAreTheSameWithAndWithoutDotProductsOfBytes() {
    for level in Self.levels where level.name == "avx512" {
      #expect(Level.avx512vnni.copyWidth == level.copyWidth)
      #expect(Level.avx512vnni.panelWidth == level.panelWidth)
      #expect(Level.avx512vnni.tileHeight == level.tileHeight)
    }
  }

  @Test("Every level computes the reference's bits", arguments: levels, shapes)
  func reference(level: Level, shape: (rows: Int, columns: Int, depth: Int)) throws {
    var generator = SeededGenerator()
    for style in LayoutStyle.allCases {
      let problem = Problem(
        rows: shape.rows, columns: shape.columns, depth: shape.depth, style: style,
        using: &generator)
      for accumulate in [false, true] {
        let computed = try problem.compute(on: try Engine(level: level), accumulate: accumulate)
        let place = computed.firstDifference(from: problem.reference(accumulate: accumulate))
        #expect(
          place == nil,
          "\(level.name), \(shape), \(style), accumulate \(accumulate), seed \(generator.seed)")
      }
    }
  }

  /// Strips of one to four vectors, alone and beside one another; with whole vectors, with one to four
  /// columns more, and with others; and columns that are fewer than a vector.
  static let widths = [
    4, 5, 7, 8, 9, 12, 15, 16, 17, 20, 21, 24, 28, 31, 32, 36, 40, 48, 50, 56, 64, 67, 69, 80, 84,
    96, 100, 112, 129,
  ]

  @Test("Every tile of small products without gaps", arguments: levels, widths)
  func tiles(level: Level, columns: Int) throws {
    var generator = SeededGenerator()
    let engine = try Engine(level: level)
    for rows in Array(1...18) + [29, 32, 37] {
      for depth in [1, 3, 4, 6, 7, 8, 13] {
        let problem = Problem(
          rows: rows, columns: columns, depth: depth, style: .plain, using: &generator)
        let computed = try problem.compute(on: engine, accumulate: false)
        #expect(
          computed.firstDifference(from: problem.reference(accumulate: false)) == nil,
          "\(level.name), \(rows) × \(columns) × \(depth), seed \(generator.seed)")
      }
    }
  }

  /// Columns and depths of which the first-level cache does not hold all of B, so that strips of it are
  /// copied: in every width, and with corners beside them.
  static let spread: [(columns: Int, depth: Int)] = [
    (113, 129), (128, 128), (130, 101), (144, 90), (152, 97), (160, 255), (176, 73), (196, 65),
    (208, 81), (255, 50), (100, 124),
  ]

  @Test("Strips with a copy of their columns", arguments: levels, spread)
  func strips(level: Level, shape: (columns: Int, depth: Int)) throws {
    var generator = SeededGenerator()
    let engine = try Engine(level: level)
    for rows in [33, 40, 67, 128] {
      let problem = Problem(
        rows: rows, columns: shape.columns, depth: shape.depth, style: .plain, using: &generator)
      let computed = try problem.compute(on: engine, accumulate: false)
      #expect(
        computed.firstDifference(from: problem.reference(accumulate: false)) == nil,
        "\(level.name), \(rows) × \(shape), seed \(generator.seed)")
    }
  }

  @Test("Corners of every height", arguments: levels, Array(16...37) + [48, 52, 64, 68, 69, 100])
  func corners(level: Level, rows: Int) throws {
    var generator = SeededGenerator()
    let engine = try Engine(level: level)
    for (columns, depth) in [(17, 4), (20, 23), (35, 5), (100, 14)] {
      let problem = Problem(
        rows: rows, columns: columns, depth: depth, style: .plain, using: &generator)
      let computed = try problem.compute(on: engine, accumulate: false)
      #expect(
        computed.firstDifference(from: problem.reference(accumulate: false)) == nil,
        "\(level.name), \(rows) × \(columns) × \(depth), seed \(generator.seed)")
    }
  }

  @Test("Special values have the reference's bits", arguments: levels)
  func specials(level: Level) throws {
    var generator = SeededGenerator()
    let shapes = [
      (3, 5, 2), (14, 32, 3), (31, 65, 130), (200, 70, 600), (16, 16, 16), (17, 20, 7),
      (33, 100, 9), (9, 48, 6), (37, 52, 7), (40, 200, 70),
    ]
    for (rows, columns, depth) in shapes {
      let problem = Problem(
        rows: rows, columns: columns, depth: depth, style: .plain, using: &generator,
        values: Problem.specialValues)
      for accumulate in [false, true] {
        let computed = try problem.compute(on: try Engine(level: level), accumulate: accumulate)
        #expect(
          computed.firstDifference(from: problem.reference(accumulate: accumulate)) == nil,
          "\(level.name), \(rows) × \(columns) × \(depth), seed \(generator.seed)")
      }
    }
  }

  @Test("Random shapes and layouts", arguments: levels)
  func random(level: Level) throws {
    var generator = SeededGenerator(seed: UInt64.random(in: 0...UInt64.max))
    for _ in 0..<SeededGenerator.rounds(60, long: 2000) {
      let sizes = (0..<3).map { _ in Int.random(in: 0...90, using: &generator) }
      let style = LayoutStyle.allCases.randomElement(using: &generator) ?? .plain
      let problem = Problem(
        rows: sizes[0], columns: sizes[1], depth: sizes[2], style: style, using: &generator)
      let accumulate = Bool.random(using: &generator)
      let computed = try problem.compute(on: try Engine(level: level), accumulate: accumulate)
      #expect(
        computed.firstDifference(from: problem.reference(accumulate: accumulate)) == nil,
        "\(level.name), \(sizes), \(style), seed \(generator.seed)")
    }
  }

  @Test("Within the bound of a float32 chain of the sum in float64")
  func float64() throws {
    var generator = SeededGenerator()
    let problem = Problem(rows: 37, columns: 53, depth: 999, style: .plain, using: &generator)
    let computed = try problem.compute(
      on: try Engine(level: try .named(nil)), accumulate: false)
    for row in 0..<37 {
      for column in 0..<53 {
        var sum = 0.0
        var magnitude = 0.0
        for step in 0..<999 {
          let term =
            Double(problem.left[row * 999 + step]) * Double(problem.right[step * 53 + column])
          sum += term
          magnitude += abs(term)
        }
        // Depth roundings of half a unit in the last place each (Higham 2002, section 3.1).
        let bound = 999 * 0x1p-24 * magnitude * 1.01
        #expect(abs(Double(computed.elements[row * 53 + column]) - sum) <= bound)
      }
    }
  }
}
