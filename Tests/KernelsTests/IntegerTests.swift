import Kernels
import Microkernels
import TestSupport
import Testing

@Suite struct IntegerTests {
  @Test(
    "int8 products are exact on every level", arguments: Level.available,
    [
      (1, 1, 1), (3, 5, 7), (0, 2, 2), (2, 2, 0), (17, 33, 1023), (16, 16, 1024), (5, 31, 1025),
      (4, 3, 5000),
    ])
  func exact(level: Level, shape: (rows: Int, columns: Int, depth: Int)) throws {
    var generator = SeededGenerator()
    for isExtreme in [false, true] {
      func value() -> Int8 { isExtreme ? .min : Int8.random(in: .min ... .max, using: &generator) }
      let left = (0..<(shape.rows * shape.depth)).map { _ in value() }
      let right = (0..<(shape.depth * shape.columns)).map { _ in value() }
      var target = [Int32](repeating: 7, count: shape.rows * shape.columns)
      var span = target.mutableSpan
      try Engine(level: level).multiply(
        left.span, right.span, into: &span, rows: shape.rows, columns: shape.columns,
        depth: shape.depth)
      for row in 0..<shape.rows {
        for column in 0..<shape.columns {
          let exact = (0..<shape.depth).reduce(0) {
            $0 + Int(left[row * shape.depth + $1]) * Int(right[$1 * shape.columns + column])
          }
          #expect(target[row * shape.columns + column] == Int32(exact))
        }
      }
    }
  }

  @Test("Spans that are too short are refused")
  func refusals() {
    let left = [Int8](repeating: 1, count: 6)
    var target = [Int32](repeating: 0, count: 4)
    var span = target.mutableSpan
    #expect(throws: KernelError.self) {
      try Engine(level: .chosen()).multiply(
        left.span, left.span, into: &span, rows: 2, columns: 2, depth: 4)
    }
  }
}
