import Kernels
import Microkernels
import TestSupport
import Testing

/// Reductions: sixteen lanes whatever the level, and close to what float64 says.
@Suite struct RowTests {
  static let lengths = [1, 2, 15, 16, 17, 31, 33, 100, 768, 1025]

  static func values(_ count: Int, _ generator: inout SeededGenerator) -> [Float] {
    (0..<count).map { _ in Float.random(in: -4...4, using: &generator) }
  }

  /// The definition: element i in lane i mod 16, then the lanes by halves.
  static func sum(_ values: [Float]) -> Float {
    var lanes = [Float](repeating: 0, count: 16)
    for (index, value) in values.enumerated() { lanes[index % 16] += value }
    for half in [8, 4] { lanes = (0..<half).map { lanes[$0] + lanes[$0 + half] } }
    return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3])
  }

  @Test("Sums have the bits of the definition", arguments: Level.available)
  func sums(level: Level) throws {
    var generator = SeededGenerator()
    let engine = try Engine(level: level)
    for count in [0] + Self.lengths {
      let values = Self.values(count, &generator)
      #expect(try engine.sum(values.span).bitPattern == Self.sum(values).bitPattern, "\(count)")
    }
  }

  @Test("Softmax, layer norm, RMS norm and rotation agree with float64", arguments: Level.available)
  func float64(level: Level) throws {
    var generator = SeededGenerator()
    let engine = try Engine(level: level)
    for count in Self.lengths {
      let source = Self.values(count, &generator)
      let gain = Self.values(count, &generator)
      let bias = Self.values(count, &generator)
      let soft = try Self.filled(count) {
        try engine.softmax(source.span, columns: count, into: &$0)
      }
      Self.expectClose(soft, RowReference.softmax(source), 4e-6)
      let layer = try Self.filled(count) {
        try engine.layerNorm(
          source.span, gain: gain.span, bias: bias.span, epsilon: 1e-5, into: &$0)
      }
      // A variance that cancels to almost nothing magnifies every rounding.
      if count > 2 {
        Self.expectClose(layer, RowReference.layerNorm(source, gain, bias, 1e-5), 2e-5)
      }
      let root = try Self.filled(count) {
        try engine.rootMeanSquareNorm(source.span, gain: gain.span, epsilon: 1e-5, into: &$0)
      }
      Self.expectClose(root, RowReference.rootMeanSquareNorm(source, gain, 1e-5), 4e-6)
      var turned = Self.values(2 * count, &generator)
      let before = turned
      var turnedSpan = turned.mutableSpan
      try engine.rotate(&turnedSpan, cosines: gain.span, sines: bias.span)
      Self.expectClose(turned, RowReference.rotate(before, gain, bias), 1e-6 * 32)
    }
  }

  /// An array that `body` writes.
  static func filled(
    _ count: Int, _ body: (inout MutableSpan<Float>) throws -> Void
  ) throws -> [Float] {
    var target = [Float](repeating: 0, count: count)
    var span = target.mutableSpan
    try body(&span)
    return target
  }

  static func expectClose(_ values: [Float], _ exact: [Double], _ tolerance: Double) {
    for (value, expected) in zip(values, exact) {
      #expect(abs(Double(value) - expected) <= tolerance * max(1, abs(expected)))
    }
  }

  @Test("A NaN in a row makes the row NaN, in canonical bits")
  func notANumber() throws {
    var row = [Float](repeating: 1, count: 40)
    row[37] = -Float(nan: 9, signaling: false)
    var target = row
    var span = target.mutableSpan
    try Engine(level: .chosen()).softmax(row.span, columns: 40, into: &span)
    #expect(target.allSatisfy { $0.bitPattern == Float.nan.bitPattern })
  }

  @Test("Lengths that do not fit are refused")
  func lengths() throws {
    let engine = try Engine(level: .chosen())
    let row = [Float](repeating: 1, count: 12)
    let other = [Float](repeating: 1, count: 5)
    var target = row
    var span = target.mutableSpan
    #expect(throws: KernelError.self) { try engine.softmax(row.span, columns: 5, into: &span) }
    #expect(throws: KernelError.self) { try engine.softmax(row.span, columns: 0, into: &span) }
    #expect(throws: KernelError.self) { try engine.apply(.exp, other.span, into: &span) }
    #expect(throws: KernelError.self) {
      try engine.layerNorm(row.span, gain: row.span, bias: other.span, epsilon: 0, into: &span)
    }
    #expect(throws: KernelError.self) {
      try engine.rotate(&span, cosines: other.span, sines: other.span)
    }
  }
}

/// The same in float64, straight from the formulas.
enum RowReference {
  static func softmax(_ row: [Float]) -> [Double] {
    let highest = Double(row.max() ?? 0)
    let powers = row.map { exponential(Double($0) - highest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  static func layerNorm(
    _ row: [Float], _ gain: [Float], _ bias: [Float], _ epsilon: Double
  ) -> [Double] {
    let mean = row.reduce(0) { $0 + Double($1) } / Double(row.count)
    let variance =
      row.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(row.count)
    return row.indices.map {
      (Double(row[$0]) - mean) / (variance + epsilon).squareRoot() * Double(gain[$0])
        + Double(bias[$0])
    }
  }

  static func rootMeanSquareNorm(_ row: [Float], _ gain: [Float], _ epsilon: Double) -> [Double] {
    let mean = row.reduce(0) { $0 + Double($1) * Double($1) } / Double(row.count)
    return row.indices.map {
      Double(row[$0]) / (mean + epsilon).squareRoot() * Double(gain[$0])
    }
  }

  static func rotate(_ vector: [Float], _ cosines: [Float], _ sines: [Float]) -> [Double] {
    let half = cosines.count
    var turned = [Double](repeating: 0, count: 2 * half)
    for index in 0..<half {
      let x = Double(vector[index])
      let y = Double(vector[half + index])
      let cosine = Double(cosines[index])
      let sine = Double(sines[index])
      turned[index] = x * cosine - y * sine
      turned[half + index] = y * cosine + x * sine
    }
    return turned
  }

  /// Taylor's series of eˣ, halved until it converges fast.
  private static func exponential(_ x: Double) -> Double {
    if abs(x) > 0.1 {
      let root = exponential(x / 2)
      return root * root
    }
    var term = 1.0
    var sum = 1.0
    for index in 1...14 {
      term *= x / Double(index)
      sum += term
    }
    return sum
  }
}
