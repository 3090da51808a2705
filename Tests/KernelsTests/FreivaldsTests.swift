import Kernels
import TestSupport
import Testing

@Suite struct FreivaldsTests {
  static let rows = 40
  static let columns = 50
  static let depth = 300

  /// A product that is right, with what it was made of.
  static func product(
    _ generator: inout SeededGenerator
  ) throws -> (problem: Problem, product: [Float]) {
    let problem = Problem(
      rows: rows, columns: columns, depth: depth, style: .plain, using: &generator)
    return (problem, try problem.compute(on: Engine(level: .chosen()), accumulate: false).elements)
  }

  static func check(
    _ problem: Problem, _ product: [Float], _ generator: inout SeededGenerator
  ) throws -> Freivalds.Outcome {
    let signs = (0..<columns).map { _ in Bool.random(using: &generator) }
    return try Freivalds.check(
      problem.left.span, problem.leftLayout, problem.right.span, problem.rightLayout,
      product: product.span, problem.targetLayout, signs: signs)
  }

  @Test("An honest product passes, and says what it would have seen")
  func honest() throws {
    var generator = SeededGenerator()
    let (problem, product) = try Self.product(&generator)
    for _ in 0..<20 {
      let outcome = try Self.check(problem, product, &generator)
      #expect(outcome.passes)
      #expect(outcome.certifiedPerturbation > 0)
      #expect(outcome.certifiedPerturbation < Double(product.map(\.magnitude).max() ?? 0))
    }
  }

  @Test("A change of one element above the certified size is seen every time")
  func oneElement() throws {
    var generator = SeededGenerator()
    let (problem, product) = try Self.product(&generator)
    let size = try Self.check(problem, product, &generator).certifiedPerturbation
    for place in [0, 777, Self.rows * Self.columns - 1] {
      var changed = product
      changed[place] += Float(size * 1.1)
      let outcome = try Self.check(problem, changed, &generator)
      #expect(!outcome.passes)
      #expect(outcome.suspectRow == place / Self.columns)
    }
  }

  @Test("A NaN does not pass")
  func notANumber() throws {
    var generator = SeededGenerator()
    var (problem, product) = try Self.product(&generator)
    product[123] = .nan
    #expect(try !Self.check(problem, product, &generator).passes)
  }

  @Test("An int8 product is checked exactly")
  func integers() throws {
    var generator = SeededGenerator()
    let left = (0..<(9 * 33)).map { _ in Int8.random(in: .min ... .max, using: &generator) }
    let right = (0..<(33 * 7)).map { _ in Int8.random(in: .min ... .max, using: &generator) }
    var product = [Int32](repeating: 0, count: 9 * 7)
    for row in 0..<9 {
      for column in 0..<7 {
        for step in 0..<33 {
          product[row * 7 + column] +=
            Int32(left[row * 33 + step]) * Int32(right[step * 7 + column])
        }
      }
    }
    let vector = (0..<7).map { _ in generator.next() }
    func firstWrong() throws -> Int? {
      try Freivalds.firstWrongRow(
        left.span, right.span, product: product.span, rows: 9, columns: 7, depth: 33,
        vector: vector)
    }
    #expect(try firstWrong() == nil)
    product[4 * 7 + 3] += 1
    #expect(try firstWrong() == 4)
    product[4 * 7 + 3] -= 2
    #expect(try firstWrong() == 4)
  }

  @Test("Operands that do not fit are refused")
  func refusals() {
    let four = [Float](repeating: 1, count: 4)
    let square = Layout(rows: 2, columns: 2)
    #expect(throws: KernelError.self) {
      try Freivalds.check(
        four.span, square, four.span, square, product: four.span, square, signs: [true])
    }
    #expect(throws: KernelError.self) {
      try Freivalds.check(
        four.span, square, four.span, Layout(rows: 3, columns: 2), product: four.span, square,
        signs: [true, false])
    }
  }
}
