import Kernels
import Microkernels

/// Kernels of one kind, run over the same operands everywhere.
struct Family: Sendable {
  let name: String
  private let compute: @Sendable (Engine, inout Sequence64) throws(KernelError) -> [Float]

  static let all = [
    Family(name: "products", compute: products), Family(name: "functions", compute: functions),
    Family(name: "rows", compute: rows),
  ]

  /// The digest of what `engine` computes, as sixteen hexadecimal digits.
  func digest(_ engine: Engine) throws(KernelError) -> String {
    var generator = Sequence64(state: 7)
    var digest = Digest()
    for value in try compute(engine, &generator) { digest.add(value) }
    return digest.text
  }

  static func values(_ count: Int, _ generator: inout Sequence64) -> [Float] {
    (0..<count).map { _ in
      let exponent = Int.random(in: -8...8, using: &generator)
      return Float(sign: .plus, exponent: exponent, significand: 1)
        * Float.random(in: -1...1, using: &generator)
    }
  }

  private static func functions(
    _ engine: Engine, _ generator: inout Sequence64
  ) throws(KernelError) -> [Float] {
    let patterns = (0..<3001).map { _ in
      Float(bitPattern: UInt32.random(in: 0 ... .max, using: &generator))
    }
    let arguments = patterns + values(1003, &generator) + [0, -0.0, .infinity, -.infinity, .nan]
    var results: [Float] = []
    for function in Function.allCases {
      var target = arguments
      var span = target.mutableSpan
      try engine.apply(function, arguments.span, into: &span)
      results += target
    }
    return results
  }

  /// Reductions and what rests on them, over rows of several lengths.
  private static func rows(
    _ engine: Engine, _ generator: inout Sequence64
  ) throws(KernelError) -> [Float] {
    var results: [Float] = []
    for columns in [1, 7, 16, 33, 768] {
      let source = values(3 * columns, &generator)
      let gain = values(columns, &generator)
      let bias = values(columns, &generator)
      results.append(try engine.sum(source.span))
      results += try filled(columns * 3) { span throws(KernelError) in
        try engine.softmax(source.span, columns: columns, into: &span)
      }
      results += try filled(columns * 3) { span throws(KernelError) in
        try engine.layerNorm(
          source.span, gain: gain.span, bias: bias.span, epsilon: 1e-5, into: &span)
      }
      results += try filled(columns * 3) { span throws(KernelError) in
        try engine.rootMeanSquareNorm(source.span, gain: gain.span, epsilon: 1e-6, into: &span)
      }
      var turned = values(4 * columns, &generator)
      var span = turned.mutableSpan
      try engine.rotate(&span, cosines: gain.span, sines: bias.span)
      results += turned
    }
    return results
  }

  /// An array that `body` writes.
  private static func filled(
    _ count: Int, _ body: (inout MutableSpan<Float>) throws(KernelError) -> Void
  ) throws(KernelError) -> [Float] {
    var target = [Float](repeating: 0, count: count)
    var span = target.mutableSpan
    try body(&span)
    return target
  }

  private static func products(
    _ engine: Engine, _ generator: inout Sequence64
  ) throws(KernelError) -> [Float] {
    var results: [Float] = []
    for (rows, columns, depth) in [
      (1, 1, 1), (3, 5, 7), (16, 16, 16), (31, 33, 65), (100, 40, 520), (70, 130, 530),
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
