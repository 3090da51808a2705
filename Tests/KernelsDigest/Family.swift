import Kernels
import Microkernels

/// Kernels of one kind, run over the same operands everywhere.
struct Family: Sendable {
  let name: String
  private let compute: @Sendable (Engine, inout Sequence64) throws(KernelError) -> [Float]

  static let all = [
    Family(name: "products", compute: products), Family(name: "functions", compute: functions),
    Family(name: "rows", compute: rows), Family(name: "integers", compute: integers),
    Family(name: "halves", compute: halves), Family(name: "batches", compute: batches),
  ]

  /// The digest of what `engine` computes, as sixteen hexadecimal digits.
  func digest(_ engine: Engine) throws(KernelError) -> String {
    var generator = Sequence64(state: 7)
    var digest = Digest()
    for value in try compute(engine, &generator) { digest.add(value) }
    return digest.text
  }

  /// Every function of floats all over the line, denormal numbers, infinities and NaN included.
  private static func functions(
    _ engine: Engine, _ generator: inout Sequence64
  ) throws(KernelError) -> [Float] {
    let patterns = stride(from: UInt32(0), to: .max - 1_048_573, by: 1_048_573)
    let source = patterns.map { Float(bitPattern: $0) } + values(1000, &generator)
    var results: [Float] = []
    for function in Function.allCases {
      var target = [Float](repeating: 0, count: source.count)
      var span = target.mutableSpan
      try engine.apply(function, to: source.span, into: &span)
      results += target
    }
    return results
  }

  private static func rows(
    _ engine: Engine, _ generator: inout Sequence64
  ) throws(KernelError) -> [Float] {
    var results: [Float] = []
    for (rows, columns) in [(1, 1), (3, 15), (5, 16), (4, 34), (9, 130)] {
      let source = values(rows * columns, &generator)
      let (weight, bias) = (values(columns, &generator), values(columns, &generator))
      var (first, second, third) = (source, source, source)
      var span = first.mutableSpan
      try engine.softmax(source.span, columns: columns, into: &span)
      span = second.mutableSpan
      try engine.layerNorm(
        source.span, columns: columns, weight: weight.span, bias: bias.span, epsilon: 1e-5,
        into: &span)
      span = third.mutableSpan
      try engine.rmsNorm(
        source.span, columns: columns, weight: weight.span, epsilon: 1e-5, into: &span)
      results += [try engine.sum(source.span)] + first + second + third
    }
    return results
  }

  static func values(_ count: Int, _ generator: inout Sequence64) -> [Float] {
    (0..<count).map { _ in
      let exponent = Int.random(in: -8...8, using: &generator)
      return Float(sign: .plus, exponent: exponent, significand: 1)
        * Float.random(in: -1...1, using: &generator)
    }
  }

  private static func products(
    _ engine: Engine, _ generator: inout Sequence64
  ) throws(KernelError) -> [Float] {
    var results: [Float] = []
    for (rows, columns, depth) in [
      (1, 1, 1), (3, 5, 7), (16, 16, 16), (31, 33, 65), (100, 40, 520), (70, 130, 530),
      (100, 100, 100), (37, 200, 70),
    ] {
      let left = values(rows * depth, &generator)
      let right = values(depth * columns, &generator)
      var target = [Float](repeating: 0, count: rows * columns)
      var span = target.mutableSpan
      try engine.multiply(
        left.span, Layout(rows: rows, columns: depth), right.span,
        Layout(rows: depth, columns: columns), into: &span, Layout(rows: rows, columns: columns))
      results += target
    }
    return results
  }
}

/// FNV-1a over the bits of floats: enough to tell two results apart, and it needs no library.
private struct Digest {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ value: Float) {
    for shift in stride(from: 0, to: 32, by: 8) {
      state = (state ^ UInt64(value.bitPattern >> UInt32(shift) & 0xff)) &* 0x0100_0000_01b3
    }
  }

  var text: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers everywhere.
struct Sequence64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
