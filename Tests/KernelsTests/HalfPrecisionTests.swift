import Kernels
import Microkernels
import TestSupport
import Testing

@Suite struct HalfPrecisionTests {
  @Test(
    "Widening and narrowing every stored number gives it back",
    arguments: [HalfPrecision.bfloat16, .binary16])
  func roundTrip(format: HalfPrecision) {
    for stored in UInt16.min ... .max {
      let value = format.widened(stored)
      if value.isNaN {
        #expect(value.bitPattern == Float.nan.bitPattern)
        #expect(format.widened(format.narrowed(value)).isNaN)
      } else {
        #expect(format.narrowed(value) == stored, "\(stored)")
      }
    }
  }

  @Test(
    "Numbers between two stored ones go to the nearer, ties to the even one",
    arguments: [HalfPrecision.bfloat16, .binary16])
  func rounding(format: HalfPrecision) {
    let infinity: UInt16 = format == .bfloat16 ? 0x7f80 : 0x7c00
    for stored in 0..<(infinity - 1) {
      let low = format.widened(stored)
      let middle = low / 2 + format.widened(stored + 1) / 2
      // Below the smallest denormal float32 there is no middle.
      guard middle > low else { continue }
      #expect(format.narrowed(middle) == stored + (stored & 1), "\(stored)")
      #expect(format.narrowed(middle.nextDown) == stored, "\(stored)")
      #expect(format.narrowed(middle.nextUp) == stored + 1, "\(stored)")
      #expect(format.narrowed(-middle.nextUp) == (stored + 1) | 0x8000, "\(stored)")
    }
  }

  @Test("What is too large becomes infinite")
  func overflow() {
    #expect(HalfPrecision.binary16.narrowed(65519.996) == 0x7bff)
    #expect(HalfPrecision.binary16.narrowed(65520) == 0x7c00)
    #expect(HalfPrecision.binary16.narrowed(-.infinity) == 0xfc00)
    #expect(HalfPrecision.bfloat16.narrowed(.greatestFiniteMagnitude) == 0x7f80)
    #expect(HalfPrecision.bfloat16.narrowed(.infinity) == 0x7f80)
  }
}

/// Products of numbers that are stored in sixteen bits.
@Suite struct HalfProductTests {
  @Test(
    "They have the bits of the widened numbers' products", arguments: Level.available,
    [HalfPrecision.bfloat16, .binary16])
  func sameBits(level: Level, format: HalfPrecision) throws {
    var generator = SeededGenerator()
    for (rows, columns, depth) in [
      (1, 1, 1), (0, 2, 3), (2, 3, 0), (7, 33, 19), (1, 300, 290), (100, 70, 530),
    ] {
      for style in [LayoutStyle.plain, .allTransposed, .strided] {
        // Every pattern may come: infinities, NaN and denormal numbers too.
        let problem = Problem(
          rows: rows, columns: columns, depth: depth, style: style, using: &generator)
        let left = problem.left.map { _ in UInt16.random(in: .min ... .max, using: &generator) }
        let right = problem.right.map { _ in UInt16.random(in: .min ... .max, using: &generator) }
        var expected = problem.start
        var span = expected.mutableSpan
        Reference.multiply(
          format.widened(left.span).span, problem.leftLayout, format.widened(right.span).span,
          problem.rightLayout, into: &span, problem.targetLayout, accumulate: true)
        var target = problem.start
        span = target.mutableSpan
        let engine = try Engine(level: level)
        try engine.multiply(
          left.span, problem.leftLayout, right.span, problem.rightLayout, storedAs: format,
          into: &span, problem.targetLayout, accumulate: true)
        #expect(
          Elements(elements: target).firstDifference(from: Elements(elements: expected)) == nil,
          "\(level.name), \(rows) × \(columns) × \(depth), \(style), seed \(generator.seed)")
        guard problem.targetLayout.columnStride == 1 else { continue }
        let packed = try PackedMatrix(
          right.span, problem.rightLayout, storedAs: format, for: level)
        target = problem.start
        span = target.mutableSpan
        try engine.multiply(
          left.span, problem.leftLayout, storedAs: format, packed, into: &span,
          problem.targetLayout, accumulate: true)
        #expect(
          Elements(elements: target).firstDifference(from: Elements(elements: expected)) == nil)
      }
    }
  }
}
