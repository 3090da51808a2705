import Kernels
import Microkernels
import TestSupport
import Testing

/// Products of eight-bit numbers at every level, against the same sums in 64 bits.
@Suite struct IntegerTests {
  /// Zero, one, primes, one off each cell, tile, panel and block size, and a long chain.
  static let shapes: [(rows: Int, columns: Int, depth: Int)] = [
    (0, 2, 2), (2, 0, 3), (2, 2, 0), (90, 3, 0), (1, 1, 1), (3, 5, 7), (6, 16, 8), (7, 17, 9),
    (14, 32, 4), (13, 31, 5), (15, 33, 3), (17, 33, 1023), (85, 65, 127), (169, 129, 513),
    (1, 1024, 37), (301, 1, 19), (4, 3, 5000), (100, 7, 2049),
  ]

  /// Eight-bit numbers with whatever signs, and the product that they have.
  private struct Integers<Left: EightBitInteger, Right: EightBitInteger> {
    let left: [Left]
    let leftLayout: Layout
    let right: [Right]
    let rightLayout: Layout
    let start: [Int32]
    let targetLayout: Layout

    init(
      _ shape: (rows: Int, columns: Int, depth: Int), _ style: LayoutStyle, isExtreme: Bool,
      _ generator: inout SeededGenerator
    ) {
      leftLayout = style.layout(rows: shape.rows, columns: shape.depth, .left)
      rightLayout = style.layout(rows: shape.depth, columns: shape.columns, .right)
      targetLayout = style.layout(rows: shape.rows, columns: shape.columns, .target)
      // Of extremes the sums overflow, and wrap around.
      let lefts = isExtreme ? Left.min...Left.min : Left.min...Left.max
      let rights = isExtreme ? Right.max...Right.max : Right.min...Right.max
      left = (0..<Self.count(leftLayout)).map { _ in .random(in: lefts, using: &generator) }
      right = (0..<Self.count(rightLayout)).map { _ in .random(in: rights, using: &generator) }
      start = (0..<Self.count(targetLayout)).map { _ in
        .random(in: .min ... .max, using: &generator)
      }
    }

    private static func count(_ layout: Layout) -> Int {
      max(0, layout.rows - 1) * layout.rowStride + max(0, layout.columns - 1)
        * layout.columnStride + 1
    }

    func exact(accumulate: Bool) -> [Int32] {
      var target = start
      for row in 0..<targetLayout.rows {
        for column in 0..<targetLayout.columns {
          let place = row * targetLayout.rowStride + column * targetLayout.columnStride
          var sum = accumulate ? Int(target[place]) : 0
          for step in 0..<leftLayout.columns {
            sum +=
              Int(left[row * leftLayout.rowStride + step * leftLayout.columnStride])
              * Int(right[step * rightLayout.rowStride + column * rightLayout.columnStride])
          }
          target[place] = Int32(truncatingIfNeeded: sum)
        }
      }
      return target
    }

    func computed(on engine: Engine, accumulate: Bool, isPacked: Bool) throws -> [Int32] {
      var target = start
      var span = target.mutableSpan
      if isPacked {
        let packed = try PackedIntegers(right.span, rightLayout, for: engine.level)
        try engine.multiply(
          left.span, leftLayout, packed, into: &span, targetLayout, accumulate: accumulate)
      } else {
        try engine.multiply(
          left.span, leftLayout, right.span, rightLayout, into: &span, targetLayout,
          accumulate: accumulate)
      }
      return target
    }
  }

  private static func check<Left: EightBitInteger, Right: EightBitInteger>(
    _: Left.Type, _: Right.Type, _ level: Level, _ shape: (rows: Int, columns: Int, depth: Int)
  ) throws {
    var generator = SeededGenerator()
    for (style, isExtreme) in LayoutStyle.allCases.map({ ($0, false) }) + [(.plain, true)] {
      let problem = Integers<Left, Right>(shape, style, isExtreme: isExtreme, &generator)
      for accumulate in [false, true] {
        let exact = problem.exact(accumulate: accumulate)
        for isPacked in [false, true] {
          // A packed right-hand side needs a target with contiguous rows.
          if isPacked && problem.targetLayout.columnStride != 1 && shape.columns > 1 { continue }
          let computed = try problem.computed(
            on: Engine(level: level), accumulate: accumulate, isPacked: isPacked)
          #expect(
            computed == exact,
            "\(level.name), \(shape), \(style), packed \(isPacked), seed \(generator.seed)")
        }
      }
    }
  }

  @Test(
    "Products are exact on every level, whatever the signs and layouts",
    arguments: Level.available, shapes)
  func exact(level: Level, shape: (rows: Int, columns: Int, depth: Int)) throws {
    try Self.check(Int8.self, Int8.self, level, shape)
    try Self.check(UInt8.self, Int8.self, level, shape)
    try Self.check(Int8.self, UInt8.self, level, shape)
    try Self.check(UInt8.self, UInt8.self, level, shape)
  }

  @Test("One, two, three and seven threads give the same numbers", arguments: [1, 2, 3, 7])
  func threads(count: Int) throws {
    var generator = SeededGenerator()
    for level in Level.available {
      let engine = try Engine(level: level, threads: count)
      for shape in [(300, 290, 301), (3, 2500, 400), (700, 5, 800)] {
        let problem = Integers<Int8, UInt8>(shape, .plain, isExtreme: false, &generator)
        let computed = try problem.computed(on: engine, accumulate: true, isPacked: false)
        #expect(computed == problem.exact(accumulate: true), "\(level.name), \(shape)")
      }
    }
  }

  @Test("Operands that do not fit are refused")
  func refusals() throws {
    let left = [Int8](repeating: 1, count: 6)
    let layout = Layout(rows: 2, columns: 3)
    let engine = try Engine(level: .named("baseline"))
    var target = [Int32](repeating: 0, count: 4)
    func attempt(_ first: Layout, _ second: Layout, _ third: Layout) -> KernelError.Code? {
      var span = target.mutableSpan
      do throws(KernelError) {
        try engine.multiply(left.span, first, left.span, second, into: &span, third)
        return nil
      } catch {
        return error.code
      }
    }
    let square = Layout(rows: 2, columns: 2)
    #expect(attempt(layout, layout.transposed, square) == nil)
    #expect(attempt(layout, layout, square) == .mismatch)
    #expect(attempt(Layout(rows: 2, columns: 4), Layout(rows: 4, columns: 2), square) == .span)
    #expect(attempt(Layout(rows: 2, columns: -3), layout, square) == .dimensions)
    #expect(attempt(layout, layout.transposed, Layout(rows: 1, columns: 2)) == .mismatch)
    let overlapping = Layout(rows: 2, columns: 2, rowStride: 1, columnStride: 1)
    #expect(attempt(layout, layout.transposed, overlapping) == .overlap)
    guard let other = Level.available.first(where: { $0.name != "baseline" }) else { return }
    let packed = try PackedIntegers(left.span, layout.transposed, for: other)
    var span = target.mutableSpan
    let error = #expect(throws: KernelError.self) {
      try engine.multiply(left.span, layout, packed, into: &span, square)
    }
    #expect(error?.code == .level)
  }

  @Test("A target that shares memory with an input is refused")
  func overlap() throws {
    let engine = try Engine(level: .chosen())
    let square = Layout(rows: 4, columns: 4)
    var memory = [Int32](repeating: 0, count: 20)
    unsafe memory.withUnsafeMutableBytes { bytes in
      let target = unsafe UnsafeMutableBufferPointer(
        rebasing: bytes.bindMemory(to: Int32.self)[0..<16])
      let input = unsafe UnsafeBufferPointer(
        start: bytes.baseAddress.map { unsafe UnsafeRawPointer($0 + 60) }?
          .assumingMemoryBound(to: Int8.self), count: 16)
      let error = #expect(throws: KernelError.self) {
        unsafe try engine.multiply(input, square, input, square, into: target, square)
      }
      #expect(error?.code == .overlap)
    }
  }
}
