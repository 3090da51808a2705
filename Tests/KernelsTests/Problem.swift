import Kernels
import TestSupport

/// How the operands of a test lie in memory.
enum LayoutStyle: CaseIterable {
  /// Row-major without gaps.
  case plain
  case leftTransposed
  case rightTransposed
  case targetTransposed
  case allTransposed
  /// Row-major with gaps between the rows.
  case gaps
  /// Gaps between rows and between elements of the inputs.
  case strided

  func layout(rows: Int, columns: Int, _ operand: Operand) -> Layout {
    let turned: Set<Operand> =
      switch self {
      case .plain, .gaps, .strided: []
      case .leftTransposed: [.left]
      case .rightTransposed: [.right]
      case .targetTransposed: [.target]
      case .allTransposed: [.left, .right, .target]
      }
    if turned.contains(operand) { return Layout(rows: columns, columns: rows).transposed }
    switch self {
    case .gaps:
      return Layout(rows: rows, columns: columns, rowStride: columns + 3, columnStride: 1)
    case .strided where operand != .target:
      return Layout(rows: rows, columns: columns, rowStride: 2 * columns + 5, columnStride: 2)
    default: return Layout(rows: rows, columns: columns)
    }
  }
}

enum Operand {
  case left
  case right
  case target
}

/// A product with everything that is needed to compute it twice.
struct Problem {
  let left: [Float]
  let leftLayout: Layout
  let right: [Float]
  let rightLayout: Layout
  let start: [Float]
  let targetLayout: Layout

  static let specialValues: [Float] = [
    0, -0.0, 1, -1, .infinity, -.infinity, .nan, -.nan, Float(nan: 5, signaling: false),
    .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude,
    .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e-30, -1e-30, 3, 0x1.000002p0,
  ]

  /// - Parameter values: where the elements come from; nil for normal-looking ones of many
  ///   magnitudes.
  init(
    rows: Int, columns: Int, depth: Int, style: LayoutStyle,
    using generator: inout SeededGenerator, values: [Float]? = nil
  ) {
    leftLayout = style.layout(rows: rows, columns: depth, .left)
    rightLayout = style.layout(rows: depth, columns: columns, .right)
    targetLayout = style.layout(rows: rows, columns: columns, .target)
    left = Self.elements(leftLayout, values, &generator)
    right = Self.elements(rightLayout, values, &generator)
    start = Self.elements(targetLayout, values, &generator)
  }

  func compute(on engine: Engine, accumulate: Bool) throws -> Elements {
    var target = start
    var span = target.mutableSpan
    try engine.multiply(
      left.span, leftLayout, right.span, rightLayout, into: &span, targetLayout,
      accumulate: accumulate)
    return Elements(elements: target)
  }

  func reference(accumulate: Bool) -> Elements {
    var target = start
    var span = target.mutableSpan
    Reference.multiply(
      left.span, leftLayout, right.span, rightLayout, into: &span, targetLayout,
      accumulate: accumulate)
    return Elements(elements: target)
  }

  private static func elements(
    _ layout: Layout, _ values: [Float]?, _ generator: inout SeededGenerator
  ) -> [Float] {
    let count =
      max(0, layout.rows - 1) * layout.rowStride + max(0, layout.columns - 1)
      * layout.columnStride + 1
    return (0..<count).map { _ in
      if let values { return values.randomElement(using: &generator) ?? 0 }
      let magnitude = Float(Int.random(in: -6...6, using: &generator))
      return Float.random(in: -1...1, using: &generator)
        * Float(sign: .plus, exponent: Int(magnitude), significand: 1)
    }
  }
}

/// A result, compared by its bits, gaps included.
struct Elements {
  let elements: [Float]

  func firstDifference(from other: Elements) -> Int? {
    elements.indices.first { elements[$0].bitPattern != other.elements[$0].bitPattern }
  }
}
