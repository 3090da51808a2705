import Kernels
import Microkernels
import TestSupport
import Testing

/// Operations over rows at every level of this processor, bit for bit against their definitions.
@Suite struct RowTests {
  enum Operation: CaseIterable, Sendable {
    case softmax
    case layerNorm
    case rmsNorm
    case rotate
  }

  /// Rows with everything that an operation over them needs.
  struct Rows {
    let columns: Int
    let source: [Float]
    let weight: [Float]
    let bias: [Float]
    let cosines: [Float]
    let sines: [Float]
    let epsilon: Float = 1e-5

    init(
      rows: Int, columns: Int, using generator: inout SeededGenerator, specials: Bool = false
    ) {
      func values(_ count: Int, _ range: ClosedRange<Float> = -3...3) -> [Float] {
        (0..<count).map { _ in
          if specials, Int.random(in: 0..<40, using: &generator) == 0 {
            return Problem.specialValues.randomElement(using: &generator) ?? 0
          }
          return Float.random(in: range, using: &generator)
        }
      }
      self.columns = columns
      source = values(rows * columns, -9...9)
      weight = values(columns)
      bias = values(columns)
      cosines = values(rows * columns / 2, -1...1)
      sines = values(rows * columns / 2, -1...1)
    }

    func compute(_ operation: Operation, on engine: Engine) throws -> [Float] {
      var target = [Float](repeating: 77, count: source.count)
      var span = target.mutableSpan
      switch operation {
      case .softmax: try engine.softmax(source.span, columns: columns, into: &span)
      case .layerNorm:
        try engine.layerNorm(
          source.span, columns: columns, weight: weight.span, bias: bias.span, epsilon: epsilon,
          into: &span)
      case .rmsNorm:
        try engine.rmsNorm(
          source.span, columns: columns, weight: weight.span, epsilon: epsilon, into: &span)
      case .rotate:
        try engine.rotate(
          source.span, columns: columns, cosines: cosines.span, sines: sines.span, into: &span)
      }
      return target
    }

    func reference(_ operation: Operation) -> [Float] {
      stride(from: 0, to: source.count, by: max(1, columns)).flatMap { start -> [Float] in
        let row = source[start..<(start + columns)]
        switch operation {
        case .softmax: return Reference.softmax(row)
        case .layerNorm:
          return Reference.layerNorm(row, weight: weight, bias: bias, epsilon: epsilon)
        case .rmsNorm: return Reference.rmsNorm(row, weight: weight, epsilon: epsilon)
        case .rotate:
          let pairs = (0..<(columns / 2)).map { pair in
            Reference.rotate(
              x: row[start + pair], y: row[start + columns / 2 + pair],
              cosine: cosines[start / 2 + pair], sine: sines[start / 2 + pair])
          }
          return pairs.map(\.0) + pairs.map(\.1)
        }
      }
    }
  }

  static let shapes: [(rows: Int, columns: Int)] = [
    (0, 4), (1, 2), (1, 14), (2, 16), (3, 18), (4, 30), (5, 32), (7, 34), (8, 62), (9, 128),
    (6, 1030),
  ]

  @Test("Every level computes the reference's bits", arguments: FunctionTests.levels, shapes)
  func reference(level: Level, shape: (rows: Int, columns: Int)) throws {
    var generator = SeededGenerator()
    for specials in [false, true] {
      let rows = Rows(
        rows: shape.rows, columns: shape.columns, using: &generator, specials: specials)
      for operation in Operation.allCases {
        let computed = try rows.compute(operation, on: try Engine(level: level))
        #expect(
          computed.map(\.bitPattern) == rows.reference(operation).map(\.bitPattern),
          "\(level.name), \(operation), \(shape), specials \(specials), seed \(generator.seed)")
      }
    }
  }

  @Test("Odd lengths", arguments: FunctionTests.levels, [1, 3, 15, 17, 31, 33, 67, 1031])
  func oddColumns(level: Level, columns: Int) throws {
    var generator = SeededGenerator()
    let rows = Rows(rows: 5, columns: columns, using: &generator)
    for operation in [Operation.softmax, .layerNorm, .rmsNorm] {
      let computed = try rows.compute(operation, on: try Engine(level: level))
      #expect(computed.map(\.bitPattern) == rows.reference(operation).map(\.bitPattern))
    }
    let sum = try Engine(level: level).sum(rows.source.span)
    #expect(sum.bitPattern == Reference.sum(rows.source[...]).bitPattern)
  }

  @Test("The sum of nothing is zero")
  func emptySum() throws {
    let none: [Float] = []
    #expect(try Engine(level: .chosen()).sum(none.span).bitPattern == 0)
  }

  @Test("Near the same in float64")
  func float64() throws {
    var generator = SeededGenerator()
    let rows = Rows(rows: 1, columns: 777, using: &generator)
    let engine = try Engine(level: .chosen())
    let source = rows.source.map { Double($0) }
    let mean = source.reduce(0, +) / 777
    let variance = source.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 777
    let scale = 1 / (variance + Double(rows.epsilon)).squareRoot()
    for (index, value) in try rows.compute(.layerNorm, on: engine).enumerated() {
      let exact = (source[index] - mean) * scale * Double(rows.weight[index])
      #expect(abs(Double(value) - exact - Double(rows.bias[index])) < 4e-6)
    }
    let softmax = try rows.compute(.softmax, on: engine)
    #expect(abs(softmax.reduce(0) { $0 + Double($1) } - 1) < 1e-6)
  }

  @Test("Threads show in the time only", arguments: Operation.allCases, [2, 3, 7])
  func threads(operation: Operation, threads: Int) throws {
    var generator = SeededGenerator()
    let rows = Rows(rows: 371, columns: 200, using: &generator)
    let alone = try rows.compute(operation, on: try Engine(level: .chosen()))
    let together = try rows.compute(
      operation, on: try Engine(level: .chosen(), threads: threads))
    #expect(alone.map(\.bitPattern) == together.map(\.bitPattern))
  }
}
