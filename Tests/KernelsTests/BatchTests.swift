import Kernels
import Microkernels
import TestSupport
import Testing

/// Several products of one shape at once.
@Suite struct BatchTests {
  /// Runs a batch of plain matrices, and each product of it by the definition.
  private static func differs(
    _ engine: Engine, _ shape: (rows: Int, columns: Int, depth: Int), count: Int, gap: Int,
    sharesRight: Bool, accumulate: Bool, _ generator: inout SeededGenerator
  ) throws -> Bool {
    let a = Layout(rows: shape.rows, columns: shape.depth)
    let b = Layout(rows: shape.depth, columns: shape.columns)
    let c = Layout(rows: shape.rows, columns: shape.columns)
    let batch = Batch(
      count: count, leftStride: shape.rows * shape.depth + gap,
      rightStride: sharesRight ? 0 : shape.depth * shape.columns + gap,
      targetStride: shape.rows * shape.columns + gap)
    func values(_ count: Int) -> [Float] {
      (0..<count).map { _ in Float.random(in: -1...1, using: &generator) }
    }
    let left = values(count * batch.leftStride)
    let right = values(shape.depth * shape.columns + (count - 1) * batch.rightStride)
    var target = values(count * batch.targetStride)
    var expected = target
    var span = target.mutableSpan
    try engine.multiply(
      batch, left.span, a, right.span, b, into: &span, c, accumulate: accumulate)
    for index in 0..<count {
      let place = index * batch.targetStride
      var item = Array(expected[place..<(place + batch.targetStride)])
      var other = item.mutableSpan
      Reference.multiply(
        left.span.extracting((index * batch.leftStride)...), a,
        right.span.extracting((index * batch.rightStride)...), b, into: &other, c,
        accumulate: accumulate)
      expected.replaceSubrange(place..<(place + batch.targetStride), with: item)
    }
    return Elements(elements: target).firstDifference(from: Elements(elements: expected)) != nil
  }

  @Test(
    "Each product of a batch has the reference's bits", arguments: Level.available,
    [
      (1, 1, 1), (0, 3, 2), (3, 0, 2), (3, 4, 0), (7, 5, 11), (16, 16, 16), (33, 65, 17),
      (1, 90, 70), (90, 1, 70),
    ])
  func reference(level: Level, shape: (rows: Int, columns: Int, depth: Int)) throws {
    var generator = SeededGenerator()
    for threads in [1, 2, 7] {
      let engine = try Engine(level: level, threads: threads)
      for (gap, sharesRight) in [(0, false), (5, false), (0, true), (3, true)] {
        for accumulate in [false, true] {
          let differs = try Self.differs(
            engine, shape, count: 5, gap: gap, sharesRight: sharesRight, accumulate: accumulate,
            &generator)
          #expect(
            !differs,
            "\(level.name), \(shape), gap \(gap), shared \(sharesRight), seed \(generator.seed)")
        }
      }
    }
  }

  @Test("Large products of a batch are shared by all threads")
  func large() throws {
    var generator = SeededGenerator()
    for sharesRight in [false, true] {
      let differs = try Self.differs(
        Engine(level: .chosen(), threads: 3), (150, 140, 130), count: 2, gap: 1,
        sharesRight: sharesRight, accumulate: true, &generator)
      #expect(!differs)
    }
  }

  @Test(
    "A batch that does not fit is refused",
    arguments: [
      (
        Batch(count: -1, leftStride: 4, rightStride: 4, targetStride: 4),
        KernelError.Code.dimensions
      ),
      (Batch(count: 2, leftStride: -4, rightStride: 4, targetStride: 4), .dimensions),
      (Batch(count: 3, leftStride: 4, rightStride: 4, targetStride: 4), .span),
      (Batch(count: 2, leftStride: 5, rightStride: 4, targetStride: 4), .span),
      (Batch(count: .max, leftStride: .max, rightStride: 4, targetStride: 4), .dimensions),
      (Batch(count: 2, leftStride: 4, rightStride: 4, targetStride: 3), .overlap),
      (Batch(count: 2, leftStride: 4, rightStride: 4, targetStride: 0), .overlap),
    ])
  func refusals(batch: Batch, code: KernelError.Code) {
    let square = Layout(rows: 2, columns: 2)
    let input = [Float](repeating: 1, count: 8)
    var target = [Float](repeating: 0, count: 8)
    var span = target.mutableSpan
    let error = #expect(throws: KernelError.self) {
      try Engine(level: .chosen()).multiply(
        batch, input.span, square, input.span, square, into: &span, square)
    }
    #expect(error?.code == code)
  }

  @Test("Strides that overflow over nothing are refused")
  func emptyOverflow() {
    var target = [Float](repeating: 1, count: 8)
    var span = target.mutableSpan
    let error = #expect(throws: KernelError.self) {
      try Engine(level: .chosen()).multiply(
        Batch(count: 3, leftStride: .max, rightStride: 0, targetStride: 4), [Float]().span,
        Layout(rows: 2, columns: 0), [Float]().span, Layout(rows: 0, columns: 2), into: &span,
        Layout(rows: 2, columns: 2))
    }
    #expect(error?.code == .dimensions)
  }
}
